using System.Numerics;
using LiftedActors.Model.Certificates;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Certificates;

/// <summary>Random layers and what tests compute of them in double.</summary>
internal static class RandomLayers
{
    public static DenseLayer Dense(ref RandomStream random, int inputs, int outputs, ConvexPotential activation)
    {
        var (weights, bias) = (new Matrix(outputs, inputs), new Real[outputs]);
        random.FillGaussian(weights.Values, 1 / Math.Sqrt(inputs));
        random.FillGaussian(bias, 0.2);
        return new DenseLayer(weights, bias, activation);
    }

    public static Real[] Point(ref RandomStream random, int length, double deviation = 1)
    {
        var point = new Real[length];
        random.FillGaussian(point, deviation);
        return point;
    }

    /// <summary>σ(W u + b).</summary>
    public static double[] Apply(DenseLayer layer, double[] u)
    {
        var x = new double[layer.Outputs];
        for (var j = 0; j < x.Length; j++)
        {
            var row = layer.Weights.Row(j);
            double sum = layer.Bias[j];
            for (var i = 0; i < u.Length; i++)
            {
                sum += row[i] * u[i];
            }

            x[j] = sum;
        }

        layer.Activation.ExactProx(x, 1.0, x);
        return x;
    }

    /// <summary>Wᵀe.</summary>
    public static double[] ApplyAdjoint(DenseLayer layer, double[] e)
    {
        var u = new double[layer.Inputs];
        for (var j = 0; j < e.Length; j++)
        {
            var row = layer.Weights.Row(j);
            for (var i = 0; i < u.Length; i++)
            {
                u[i] += row[i] * e[j];
            }
        }

        return u;
    }

    /// <summary>u + Wᵀσ(W u + b).</summary>
    public static double[] ApplyResidual(DenseLayer inner, double[] u) => [.. u.Zip(ApplyAdjoint(inner, Apply(inner, u)), (a, b) => a + b)];

    public static double[] Wide(ReadOnlySpan<Real> values)
    {
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        return wide;
    }

    public static Real[] Narrow(double[] values) => [.. values.Select(value => (Real)value)];

    public static double Distance<T>(T[] a, T[] b)
        where T : IBinaryFloatingPointIeee754<T> => Norm([.. a.Zip(b, (x, y) => double.CreateTruncating(x) - double.CreateTruncating(y))]);

    public static double Norm(double[] a) => Math.Sqrt(a.Sum(x => x * x));

    /// <summary>The minimiser of B(f, W u + b) + α/2 |u|² by accelerated gradient steps in double, rounded, and the length of the gradient there.</summary>
    public static (Real[] Point, double Gradient) Minimise(DenseLayer layer, Real[] data, double weight)
    {
        var curvature = weight + layer.Weights.Values.ToArray().Sum(w => (double)w * w);
        var root = Math.Sqrt(weight / curvature);
        var momentum = weight > 0 ? (1 - root) / (1 + root) : 0.9;
        var (y, last) = (new double[layer.Inputs], new double[layer.Inputs]);
        for (var k = 0; k < 250; k++)
        {
            var gradient = Gradient(layer, data, weight, y);
            var next = y.Zip(gradient, (a, g) => a - (g / curvature)).ToArray();
            if (Distance(next, last) <= 1e-15 * Norm(next))
            {
                break;
            }

            y = [.. next.Zip(last, (a, b) => a + (momentum * (a - b)))];
            last = next;
        }

        var point = Narrow(last);
        return (point, Norm(Gradient(layer, data, weight, Wide(point))));
    }

    private static double[] Gradient(DenseLayer layer, Real[] data, double weight, double[] u)
    {
        var error = Apply(layer, u).Zip(data, (s, f) => s - f).ToArray();
        return [.. ApplyAdjoint(layer, error).Zip(u, (g, a) => g + (weight * a))];
    }
}
