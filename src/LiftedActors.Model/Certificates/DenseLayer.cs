using System.Globalization;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Certificates;

/// <summary>
/// The layer T(u) = σ(W u + b) with a dense W, whose values are taken as exact numbers; the network that certificates speak about is the one with these numbers in exact arithmetic.
/// </summary>
/// <remarks>
/// Where |σ(x†) − f| ≤ e, each σ(x†_j) lies in [f_j − e, f_j + e]. With a_j the least slope of σ where its value is in the hull of this interval and of σ(x̂_j),
/// a_j|w_j·(û − u†)| ≤ |σ(x̂_j) − σ(x†_j)|, so that κ = σ_min(diag(a)W) and the residual counts rows with a_j &gt; 0 only: all rows of a leaky rectifier, of a rectifier those
/// whose data exceed e. Source: docs/inversion-theorems.md §5.
/// </remarks>
public sealed class DenseLayer : Stage
{
    private readonly Real[] _bias;

    /// <summary>Takes a layer over.</summary>
    /// <param name="weights">W, out × in; not copied.</param>
    /// <param name="bias">b.</param>
    /// <param name="activation">The potential whose prox is σ.</param>
    /// <exception cref="ArgumentException">The bias has another length than W has rows.</exception>
    public DenseLayer(Matrix weights, ReadOnlySpan<Real> bias, ConvexPotential activation)
    {
        if (bias.Length != weights.Rows)
        {
            throw new ArgumentException($"A weight matrix of {weights.Rows} × {weights.Columns} needs {weights.Rows} biases, not {bias.Length}.", nameof(bias));
        }

        (Weights, _bias, Activation) = (weights, bias.ToArray(), activation);
    }

    /// <summary>W, out × in.</summary>
    public Matrix Weights { get; }

    /// <summary>b.</summary>
    public ReadOnlySpan<Real> Bias => _bias;

    /// <summary>The potential whose prox is σ.</summary>
    public ConvexPotential Activation { get; }

    /// <inheritdoc/>
    public override int Inputs => Weights.Columns;

    /// <inheritdoc/>
    public override int Outputs => Weights.Rows;

    /// <summary>The layer of a network.</summary>
    /// <param name="layer">The layer; its map must be affine.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <exception cref="ArgumentException">The map is not affine.</exception>
    public static DenseLayer Of(Layer layer, LayerParameters parameters) => parameters is Parameters affine
        ? new DenseLayer(affine.Weights, affine.Bias, layer.Activation)
        : throw new ArgumentException($"The certificates know dense layers, not {layer.Map.GetType().Name}.", nameof(parameters));

    /// <summary>At least |w_j|, for every row.</summary>
    internal double[] RowNorms()
    {
        var norms = new double[Outputs];
        for (var j = 0; j < norms.Length; j++)
        {
            norms[j] = Rounding.Norm(Weights.Row(j));
        }

        return norms;
    }

    /// <summary>At least the norm of the matrix of |w_ji|, and so of W.</summary>
    internal double NormOfMagnitudes()
    {
        var (frobenius, largestRow, columns) = (0.0, 0.0, new double[Inputs]);
        for (var j = 0; j < Outputs; j++)
        {
            var row = Weights.Row(j);
            var sum = 0.0;
            for (var i = 0; i < columns.Length; i++)
            {
                var magnitude = Math.Abs((double)row[i]);
                sum += magnitude;
                columns[i] += magnitude;
                frobenius += magnitude * magnitude;
            }

            largestRow = Math.Max(largestRow, sum);
        }

        return Rounding.Above(Math.Sqrt(Math.Min(frobenius, largestRow * columns.Max())), ((long)Outputs * Inputs) + 4);
    }

    /// <inheritdoc/>
    internal override ForwardBound Forward(ForwardBound below)
    {
        var (weights, bias, lipschitz) = (NormOfMagnitudes(), Rounding.Norm(Bias), Activation.ActivationLipschitz);
        var preactivation = (weights * (below.Size + below.Error)) + bias;
        var rounded = Rounding.ValueGamma(Inputs + 2) * preactivation;
        var features = Math.Sqrt(Outputs);
        var scale = features + ((Activation.IsSeparable ? 1 : features) * (preactivation + rounded));
        var error = (lipschitz * ((weights * below.Error) + rounded)) + (32 * Rounding.ValueUnit * scale);

        // |σ(x)| ≤ |σ(0)| + Lip|x|.
        var origin = new double[Outputs];
        Activation.ExactProx(origin, 1.0, origin);
        var size = Rounding.Norm(origin) + (Rounding.Elementary * features) + (lipschitz * preactivation);
        return new ForwardBound(Rounding.Above(size, 8), Rounding.Above(error, 16));
    }

    /// <summary>a σ_min(W)², from below: the modulus of strong convexity of u ↦ B(f, W u + b) where σ has a slope of at least a everywhere; 0 where it has not.</summary>
    internal double LeastCurvature()
    {
        var slopes = new double[Outputs];
        Array.Fill(slopes, Math.Sqrt(Math.Max(0, Slope(double.NegativeInfinity, double.PositiveInfinity))));
        var expansion = RowExpansion.LowerBound(Weights, slopes);
        return expansion * expansion;
    }

    /// <inheritdoc/>
    internal override StageFinding Invert(ReadOnlySpan<Real> below, ReadOnlySpan<Real> above, double error)
    {
        if (Outputs < Inputs)
        {
            return new StageFinding(0, 0, $"it maps {Inputs} features to {Outputs}, so that different inputs have the same output");
        }

        var at = new LayerEvaluation(this, below);
        var slopes = new double[Outputs];
        var active = 0;
        for (var j = 0; j < slopes.Length; j++)
        {
            var low = Math.Min(above[j] - error, at.Activation[j] - at.ActivationRadius);
            var high = Math.Max(above[j] + error, at.Activation[j] + at.ActivationRadius);
            slopes[j] = Slope(low, high);
            active += slopes[j] > 0 ? 1 : 0;
        }

        var expansion = RowExpansion.LowerBound(Weights, slopes);
        var text = expansion > 0
            ? string.Create(CultureInfo.InvariantCulture, $"expands by at least {expansion:g3} on {active} of {Outputs} rows")
            : $"only {active} of its {Outputs} rows are sure to be active, and no expansion of {Inputs} features could be verified on them";
        return new StageFinding(expansion, at.Residual(above, slopes), text);
    }

    /// <summary>The least slope where σ has values in [low, high], with the rounding of the ends and of the slope.</summary>
    internal double Slope(double low, double high) =>
        Rounding.Below(Activation.LeastSlope(Math.BitDecrement(low), Math.BitIncrement(high)), 64);
}
