using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Certificates;

/// <summary>x = W z + b and s = σ(x) in double at a given z, with bounds of what rounding did to them.</summary>
internal sealed class LayerEvaluation
{
    private readonly ConvexPotential _activation;

    /// <summary>Evaluates a layer. Cost: 4·in·out.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="z">The activations below, taken as they are.</param>
    public LayerEvaluation(DenseLayer layer, ReadOnlySpan<Real> z)
    {
        _activation = layer.Activation;
        (Preactivation, PreactivationRadius) = (new double[layer.Outputs], new double[layer.Outputs]);
        for (var j = 0; j < layer.Outputs; j++)
        {
            (Preactivation[j], PreactivationRadius[j]) = Product(layer.Weights.Row(j), z, layer.Bias[j]);
        }

        Activation = new double[layer.Outputs];
        layer.Activation.ExactProx(Preactivation, 1.0, Activation);
        ActivationRadius = Rounding.Above(
            (layer.Activation.ActivationLipschitz * Rounding.Norm(PreactivationRadius)) + (Rounding.Elementary * (Rounding.Norm(Preactivation) + Math.Sqrt(layer.Outputs))), 6);
    }

    /// <summary>x.</summary>
    public double[] Preactivation { get; }

    /// <summary>A bound of what each x_j is off by.</summary>
    public double[] PreactivationRadius { get; }

    /// <summary>s.</summary>
    public double[] Activation { get; }

    /// <summary>A bound of |s − σ(W z + b)|, and so of what each s_j is off by.</summary>
    public double ActivationRadius { get; }

    /// <summary>At least |σ(W z + b) − f| over the rows with a positive slope.</summary>
    /// <param name="data">f.</param>
    /// <param name="slopes">The slopes of the rows.</param>
    public double Residual(ReadOnlySpan<Real> data, ReadOnlySpan<double> slopes)
    {
        var sum = 0.0;
        for (var j = 0; j < slopes.Length; j++)
        {
            var difference = slopes[j] > 0 ? Activation[j] - data[j] : 0;
            sum += difference * difference;
        }

        return Rounding.Above(Rounding.Above(Math.Sqrt(sum), slopes.Length + 3) + ActivationRadius, 1);
    }

    /// <summary>At least B(f, W z + b) = ½|f − s|² + Ψ(f) − Ψ(s) − ⟨x − s, f − s⟩; +∞ where f leaves the domain of Ψ.</summary>
    /// <param name="data">f.</param>
    public double Misfit(ReadOnlySpan<Real> data)
    {
        var wide = new double[data.Length];
        var (quadratic, linear, size, distance) = (0.0, 0.0, 0.0, 0.0);
        for (var j = 0; j < wide.Length; j++)
        {
            wide[j] = data[j];
            var (x, s) = (Preactivation[j], Activation[j]);
            var difference = wide[j] - s;
            quadratic += 0.5 * difference * difference;
            linear += (x - s) * difference;
            size += 1 + (x * x) + (wide[j] * wide[j]);
            distance += difference * difference;
        }

        var (value, least) = (_activation.Value<double>(wide), _activation.Value<double>(Activation));
        if (!(double.IsFinite(value) && double.IsFinite(least)))
        {
            return double.PositiveInfinity;
        }

        // B is convex in x with the gradient σ(x) − f, so that what x is off by enters with |f − s| and in the second order.
        var radius = Rounding.Norm(PreactivationRadius);
        var rounding = ((Rounding.Elementary + Rounding.Gamma(data.Length)) * (size + Math.Abs(value) + Math.Abs(least)))
            + (radius * (Math.Sqrt(distance) + ActivationRadius + (_activation.ActivationLipschitz * radius)));
        return Rounding.Above(Math.Max(0, quadratic + value - least - linear) + rounding, data.Length + 8);
    }

    /// <summary>⟨w, z⟩ + b with γ_{n+1}(⟨|w|, |z|⟩ + |b|).</summary>
    private static (double Value, double Radius) Product(ReadOnlySpan<Real> w, ReadOnlySpan<Real> z, double bias)
    {
        var (sum, magnitude) = (bias, Math.Abs(bias));
        for (var i = 0; i < w.Length; i++)
        {
            var product = (double)w[i] * z[i];
            sum += product;
            magnitude += Math.Abs(product);
        }

        return (sum, Rounding.Above(Rounding.Gamma(w.Length + 2) * Rounding.Above(magnitude, w.Length + 1), 2));
    }
}
