using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Laws;

/// <summary>The laws of a forward operator A on random images.</summary>
public static class OperatorLaws
{
    private const int Trials = 5;

    /// <summary>All laws.</summary>
    /// <param name="forward">A.</param>
    /// <param name="seed">The seed of the images.</param>
    public static IReadOnlyList<LawFinding> Of(LinearOperator forward, long seed = 1) => [AdjointIsExact(forward, seed), MapIsLinear(forward, seed), NormBoundHolds(forward, seed)];

    /// <summary>
    /// ⟨Ax, y⟩ = ⟨x, Aᵀy⟩, relative to |x||y| and the bound of the norm: for random images, and for single pixels x with y = Ax and single data y with x = Aᵀy, corners among
    /// them, as a fault at the border is lost in a random image.
    /// </summary>
    public static LawFinding AdjointIsExact(LinearOperator forward, long seed = 1)
    {
        var (random, worst) = (new RandomStream(seed, "adjoint"), 0.0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var (x, y) = (LawPoints.Point(ref random, forward.InputSize, 1), LawPoints.Point(ref random, forward.OutputSize, 1));
            worst = Math.Max(worst, Asymmetry(forward, x, y));
        }

        foreach (var corner in (Func<int, int>[])[_ => 0, _ => forward.Shape.Width - 1, last => last - forward.Shape.Width + 1, last => last, last => random.NextInt(last + 1)])
        {
            var (x, y) = (Unit(corner, forward.InputSize), Unit(corner, forward.OutputSize));
            worst = Math.Max(worst, Math.Max(Asymmetry(forward, x, Apply(forward, x)), Asymmetry(forward, Adjoint(forward, y), y)));
        }

        return new LawFinding("⟨Ax, y⟩ = ⟨x, Aᵀy⟩", worst, 8 * Wide.Epsilon);
    }

    /// <summary>A(2x − 3y) = 2Ax − 3Ay, relative to |x| + |y| and the bound of the norm.</summary>
    public static LawFinding MapIsLinear(LinearOperator forward, long seed = 1)
    {
        var (random, worst) = (new RandomStream(seed, "linear"), 0.0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var (x, y) = (LawPoints.Point(ref random, forward.InputSize, 1), LawPoints.Point(ref random, forward.InputSize, 1));
            var (ax, ay) = (Wide.Of(Apply(forward, x)), Wide.Of(Apply(forward, y)));
            double[] expected = [.. ax.Zip(ay, (a, b) => (2 * a) - (3 * b))];
            var together = Wide.Of(Apply(forward, [.. x.Zip(y, (a, b) => (2 * a) - (3 * b))]));
            worst = Math.Max(worst, Math.Sqrt(LawPoints.SquaredDistance(expected, together)) / ((Wide.Norm(x) + Wide.Norm(y)) * Math.Max(1, forward.NormBound)));
        }

        return new LawFinding("A(2x − 3y) = 2Ax − 3Ay", worst, 16 * Wide.Epsilon);
    }

    /// <summary>|Ax| ≤ NormBound |x|, also where power iterations have made x the worst there is.</summary>
    public static LawFinding NormBoundHolds(LinearOperator forward, long seed = 1)
    {
        var (random, worst) = (new RandomStream(seed, "norm"), 0.0);
        var x = LawPoints.Point(ref random, forward.InputSize, 1);
        for (var step = 0; step < 40 && Wide.Norm(x) > 0; step++)
        {
            var norm = Wide.Norm(x);
            x = Array.ConvertAll(x, value => (Real)(value / norm));
            var ax = Apply(forward, x);
            worst = Math.Max(worst, Wide.Norm(ax) / Wide.Norm(x));
            x = Adjoint(forward, ax);
        }

        return new LawFinding("|Ax| ≤ NormBound |x|", worst, forward.NormBound * (1 + (16 * Wide.Epsilon)));
    }

    private static Real[] Unit(Func<int, int> place, int length)
    {
        var unit = new Real[length];
        unit[Math.Clamp(place(length - 1), 0, length - 1)] = 1;
        return unit;
    }

    private static double Asymmetry(LinearOperator forward, Real[] x, Real[] y)
    {
        var difference = Math.Abs(Wide.Dot(Apply(forward, x), y) - Wide.Dot(x, Adjoint(forward, y)));
        return difference == 0 ? 0 : difference / (Wide.Norm(x) * Wide.Norm(y) * Math.Max(1, forward.NormBound));
    }

    private static Real[] Apply(LinearOperator forward, Real[] image)
    {
        var result = new Real[forward.OutputSize];
        forward.Apply(image, result);
        return result;
    }

    private static Real[] Adjoint(LinearOperator forward, Real[] data)
    {
        var result = new Real[forward.InputSize];
        forward.ApplyAdjoint(data, result);
        return result;
    }
}
