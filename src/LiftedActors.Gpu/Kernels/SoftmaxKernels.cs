using ILGPU;
using ILGPU.Algorithms;

namespace LiftedActors.Gpu.Kernels;

/// <summary>The passes of softmax, whose prox couples a row: one thread per row, by the formulas of the model's potential.</summary>
internal static class SoftmaxKernels
{
    private const int MaximumSteps = 200;

    /// <summary>result = prox_{sΨ}(weight v), row by row; the result may be v.</summary>
    public static void Prox(Index1D row, ArrayView<Real> v, Real weight, Real step, int columns, ArrayView<Real> result)
    {
        var begin = row * columns;
        for (var i = begin; i < begin + columns; i++)
        {
            result[i] = weight * v[i];
        }

        ProxInPlace(result, begin, columns, step);
    }

    /// <summary>result = prox_{sΨ}(w₁z + w₂x + w₃f).</summary>
    public static void ProximalGradient(Index1D row, PointViews point, StepWeights weights, int columns, ArrayView<Real> result)
    {
        var begin = row * columns;
        for (var i = begin; i < begin + columns; i++)
        {
            result[i] = point.Moved(i, weights);
        }

        ProxInPlace(result, begin, columns, weights.Step);
    }

    /// <summary>e = μ(σ(x) − z), and the partial sums of the Kullback–Leibler divergence Σ z log(z/σ) − z + σ.</summary>
    public static void Error(ErrorViews at, Real weight, int columns, ArrayView<double> partials)
    {
        var sum = 0.0;
        for (var row = GroupSum.First; row < at.X.IntLength / columns; row += GroupSum.Stride)
        {
            sum += RowError(at, weight, row * columns, columns);
        }

        GroupSum.Keep(GroupSum.Add(sum), partials);
    }

    private static double RowError(ErrorViews at, Real weight, int begin, int columns)
    {
        var (largest, exponentials) = ((double)Largest(at.X, begin, columns), 0.0);
        for (var i = begin; i < begin + columns; i++)
        {
            exponentials += XMath.Exp(at.X[i] - largest);
        }

        var (logSum, sum, squared) = (largest + XMath.Log(exponentials), 0.0, 0.0);
        for (var i = begin; i < begin + columns; i++)
        {
            double z = at.Z[i];
            var s = XMath.Exp(at.X[i] - logSum);
            var difference = (Real)s - at.Z[i];
            at.Error[i] = weight * difference;
            sum += (z > 0 ? z * (XMath.Log(z) - at.X[i] + logSum) : 0) - z + s;
            squared += (double)difference * difference;
        }

        // ½|z−s|² and the rest of the divergence, which Pinsker's inequality keeps from being negative.
        return ScalarFunctions.Max(0.0, sum - (0.5 * squared)) + (0.5 * squared);
    }

    private static void ProxInPlace(ArrayView<Real> values, int begin, int columns, Real step)
    {
        double largest = Largest(values, begin, columns), length = step;
        if (step == 1)
        {
            Divide(values, begin, columns, (largest, 0, 1));
            return;
        }

        // Relative to max v: at the lower end the largest coordinate is at least 1, at the upper one every coordinate is at most 1/n.
        var low = -ScalarFunctions.Max(1 - length, 0.0) - 1;
        var high = (length * XMath.Log((double)columns)) + ScalarFunctions.Max(length - 1, 0.0) + 1;
        for (var k = 0; k < MaximumSteps; k++)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                break;
            }

            if (SumAt(values, begin, columns, (largest, middle, length)) > 1)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        Divide(values, begin, columns, (largest, high, length));
    }

    private static Real Largest(ArrayView<Real> values, int begin, int columns)
    {
        var largest = values[begin];
        for (var i = begin + 1; i < begin + columns; i++)
        {
            largest = ScalarFunctions.Max(largest, values[i]);
        }

        return largest;
    }

    private static void Divide(ArrayView<Real> values, int begin, int columns, (double Largest, double Multiplier, double Step) at)
    {
        var sum = SumAt(values, begin, columns, at);
        for (var i = begin; i < begin + columns; i++)
        {
            values[i] = (Real)(Coordinate(values[i] - at.Largest - at.Multiplier, at.Step) / sum);
        }
    }

    private static double SumAt(ArrayView<Real> values, int begin, int columns, (double Largest, double Multiplier, double Step) at)
    {
        var sum = 0.0;
        for (var i = begin; i < begin + columns; i++)
        {
            sum += Coordinate(values[i] - at.Largest - at.Multiplier, at.Step);
        }

        return sum;
    }

    /// <summary>The u in (0, ∞) with s log u + (1−s)u = r, cut past u = 1; safeguarded Newton on t = log u.</summary>
    private static double Coordinate(double r, double step)
    {
        var weight = 1 - step;
        if (weight == 0)
        {
            return XMath.Exp(r);
        }

        if (r >= weight)
        {
            return 2;
        }

        var low = ScalarFunctions.Min(r, r - weight) / step;
        var high = 0.0;
        var t = ScalarFunctions.Min(r / step, 0.0);
        for (var k = 0; k < MaximumSteps; k++)
        {
            var value = XMath.Exp(t);
            var residual = (step * t) + (weight * value) - r;
            if (residual > 0)
            {
                high = t;
            }
            else
            {
                low = t;
            }

            var newton = t - (residual / (step + (weight * value)));
            var next = newton == t || (newton > low && newton < high) ? newton : low + ((high - low) / 2);
            if (next == t || double.IsNaN(next))
            {
                break;
            }

            t = next;
        }

        return XMath.Exp(t);
    }
}
