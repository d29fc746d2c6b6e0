using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Laws;

/// <summary>
/// The laws of an activation σ = prox_Ψ and its penalty B(z, x) = φ(z) + φ*(x) − ⟨z, x⟩, φ = ½|·|² + Ψ, on random points. The definition is judged in double,
/// what the CPU runs against the definition.
/// </summary>
/// <remarks>With w = <see cref="ConvexPotential.Weakness"/>, which is 0 for a convex Ψ. Source: docs/mathematics.md §1, §3.</remarks>
public static class PotentialLaws
{
    private const int Trials = 30;
    private const int Features = 5;
    private static readonly double[] Steps = [1e-3, 0.1, 0.5, 1, 2, 10, 1e3];

    /// <summary>All laws of a potential that takes vectors of any length.</summary>
    /// <param name="potential">The potential.</param>
    /// <param name="seed">The seed of the points.</param>
    public static IReadOnlyList<LawFinding> Of(ConvexPotential potential, long seed = 1)
    {
        List<LawFinding> findings =
        [
            ProxMinimises(potential, seed),
            ProxIsFirmlyNonexpansive(potential, seed),
            FenchelAndYoung(potential, seed),
            PenaltyVanishesAtTheActivation(potential, seed),
            VectorFormIsTheDefinition(potential, seed),
            PenaltyInOnePassIsTheDefinition(potential, seed),
        ];
        if (double.IsFinite(potential.ActivationLipschitz))
        {
            findings.Add(ActivationIsLipschitz(potential, seed));
        }

        if (potential.IsSeparable)
        {
            findings.Add(LeastSlopeIsABound(potential, seed));
        }

        if (potential.NotForGradientSteps is null)
        {
            findings.Add(PullBackIsTheDerivative(potential, seed));
        }

        return findings;
    }

    /// <summary>½|u−v|² + sΨ(u) exceeds its value at p = prox_{sΨ}(v) by (1 − sw)₊/2 |u−p|² for every u, for steps s from 1e-3 to 1e3.</summary>
    public static LawFinding ProxMinimises(ConvexPotential potential, long seed = 1)
    {
        var (random, worst) = (new RandomStream(seed, "minimiser"), 0.0);
        foreach (var step in Steps)
        {
            for (var trial = 0; trial < Trials; trial++)
            {
                var v = Wide.Of(LawPoints.Point(ref random, Features, trial % 3 == 0 ? 8 : 1));
                var minimiser = LawPoints.Prox(potential, v, step);
                var least = Energy(v, step, minimiser);
                foreach (var part in (double[])[1, 0.1, 1e-2, 1e-4])
                {
                    var other = InDomain(potential, ref random);
                    var point = minimiser.Zip(other, (u, w) => u + (part * (w - u))).ToArray();
                    var missing = (0.5 * Math.Max(0, 1 - (step * potential.Weakness)) * LawPoints.SquaredDistance(point, minimiser)) - (Energy(v, step, point) - least);
                    worst = Math.Max(worst, missing / ((1 + step) * (1 + Wide.Dot(v, v))));
                }
            }
        }

        return new LawFinding("prox_sΨ(v) minimises ½|u−v|² + sΨ(u), for every step s", worst, 1e-12);

        double Energy(double[] v, double step, double[] u) => (0.5 * LawPoints.SquaredDistance(u, v)) + (step * potential.Value<double>(u));
    }

    /// <summary>(1 − sw)₊|p−q|² ≤ ⟨p−q, v−w⟩ for p = prox_{sΨ}(v) and q = prox_{sΨ}(w): the prox is monotone, and of a convex Ψ 1-Lipschitz.</summary>
    public static LawFinding ProxIsFirmlyNonexpansive(ConvexPotential potential, long seed = 1)
    {
        var (random, worst) = (new RandomStream(seed, "nonexpansive"), 0.0);
        foreach (var step in Steps)
        {
            for (var trial = 0; trial < Trials; trial++)
            {
                var (v, w) = (Wide.Of(LawPoints.Point(ref random, Features, 3)), Wide.Of(LawPoints.Point(ref random, Features, 3)));
                var (p, q) = (LawPoints.Prox(potential, v, step), LawPoints.Prox(potential, w, step));
                var inner = Wide.Dot(LawPoints.Difference(p, q), LawPoints.Difference(v, w));
                worst = Math.Max(worst, (Math.Max(0, 1 - (step * potential.Weakness)) * LawPoints.SquaredDistance(p, q)) - inner);
            }
        }

        return new LawFinding("the prox is monotone and firmly nonexpansive, for every step", worst, 1e-11);
    }

    /// <summary>|σ(v) − σ(w)| ≤ Lip(σ)|v − w|, of points near and far.</summary>
    public static LawFinding ActivationIsLipschitz(ConvexPotential potential, long seed = 1)
    {
        var (random, worst) = (new RandomStream(seed, "Lipschitz"), 0.0);
        for (var trial = 0; trial < 10 * Trials; trial++)
        {
            var v = Wide.Of(LawPoints.Point(ref random, Features, trial % 2 == 0 ? 2 : 0.1));
            var difference = Wide.Of(LawPoints.Point(ref random, Features, trial % 3 == 0 ? 2 : 0.1));
            var moved = LawPoints.SquaredDistance(LawPoints.Prox(potential, v, 1), LawPoints.Prox(potential, [.. v.Zip(difference, (a, b) => a + b)], 1));
            worst = Math.Max(worst, Math.Sqrt(moved / Wide.Dot(difference, difference)));
        }

        return new LawFinding("|σ(v) − σ(w)| ≤ Lip(σ)|v − w|", worst, potential.ActivationLipschitz * (1 + 1e-9));
    }

    /// <summary>σ(s) − σ(t) ≥ a(s − t) with a the least slope where σ has values in [σ(t), σ(s)], of points near and far.</summary>
    public static LawFinding LeastSlopeIsABound(ConvexPotential potential, long seed = 1)
    {
        var (random, worst) = (new RandomStream(seed, "slope"), 0.0);
        for (var trial = 0; trial < 10 * Trials; trial++)
        {
            var t = (trial % 2 == 0 ? 3 : 0.5) * random.Gaussian();
            var s = t + ((trial % 3 == 0 ? 2 : 1e-2) * Math.Abs(random.Gaussian()));
            var (low, high) = (LawPoints.Prox(potential, [t], 1)[0], LawPoints.Prox(potential, [s], 1)[0]);
            worst = Math.Max(worst, (potential.LeastSlope(low, high) * (s - t)) - (high - low));
        }

        return new LawFinding("σ(s) − σ(t) ≥ a(s − t) with its least slope a in between", worst, 1e-13);
    }

    /// <summary>φ(z) + φ*(x) ≥ ⟨z, x⟩ + (1 − w)/2 |z − σ(x)|²: B ≥ 0.</summary>
    public static LawFinding FenchelAndYoung(ConvexPotential potential, long seed = 1)
    {
        var (random, worst) = (new RandomStream(seed, "Fenchel"), 0.0);
        for (var trial = 0; trial < 10 * Trials; trial++)
        {
            var (x, z) = (Wide.Of(LawPoints.Point(ref random, Features, 2)), InDomain(potential, ref random));
            var convex = 0.5 * potential.Modulus * LawPoints.SquaredDistance(z, LawPoints.Prox(potential, x, 1));
            worst = Math.Max(worst, (convex - Gap(potential, z, x)) / Size(z, x));
        }

        return new LawFinding("φ(z) + φ*(x) ≥ ⟨z, x⟩ + (1−w)/2 |z − σ(x)|², so that B ≥ 0", worst, 1e-12);
    }

    /// <summary>B(σ(x), x) = 0.</summary>
    public static LawFinding PenaltyVanishesAtTheActivation(ConvexPotential potential, long seed = 1)
    {
        var (random, worst) = (new RandomStream(seed, "vanishing"), 0.0);
        for (var trial = 0; trial < 10 * Trials; trial++)
        {
            var x = LawPoints.Point(ref random, Features, 2);
            var s = new Real[Features];
            potential.Activate(x, s);
            worst = Math.Max(worst, Math.Abs(potential.Divergence(s, s, x)) / Size(Wide.Of(s), Wide.Of(x)));
        }

        return new LawFinding("B(σ(x), x) = 0", worst, 16 * Wide.Epsilon);
    }

    /// <summary>The prox in the form that the CPU runs equals its definition, for every length of a tail and every step.</summary>
    public static LawFinding VectorFormIsTheDefinition(ConvexPotential potential, long seed = 1)
    {
        var (random, worst) = (new RandomStream(seed, "vector"), 0.0);
        for (var length = 1; length <= 19; length++)
        {
            foreach (var step in Steps)
            {
                var v = LawPoints.Point(ref random, length, length % 3 == 0 ? 20 : 2);
                var (expected, result) = (LawPoints.Prox(potential, Wide.Of(v), (Real)step), new Real[length]);
                potential.Prox(v, (Real)step, result);
                var scale = 1 + v.Max(value => Math.Abs((double)value));
                worst = expected.Zip(result, (exact, fast) => Math.Abs(exact - fast) / scale).Aggregate(worst, Math.Max);
            }
        }

        return new LawFinding("the prox on lanes is that of the definition, for every length and step", worst, 16 * Wide.Epsilon);
    }

    /// <summary>The penalty of a batch, and its error σ(x) − z, equal their definitions.</summary>
    public static LawFinding PenaltyInOnePassIsTheDefinition(ConvexPotential potential, long seed = 1)
    {
        var (random, worst) = (new RandomStream(seed, "batch"), 0.0);
        var (x, z, error) = (new Matrix(1, Features), new Matrix(1, Features), new Matrix(1, Features));
        for (var trial = 0; trial < 10 * Trials; trial++)
        {
            random.FillGaussian(x.Values, 2);
            random.FillGaussian(z.Values, random.Uniform() < 0.2 ? 30 : 1.5);
            potential.Activate(z, z);
            var penalty = potential.Error(x, z, 1, error);
            var (wideX, wideZ) = (Wide.Of(x.Values), Wide.Of(z.Values));
            var expected = LawPoints.Difference(LawPoints.Prox(potential, wideX, 1), wideZ);
            var size = Size(wideZ, wideX);
            worst = Math.Max(worst, Math.Abs(penalty - Gap(potential, wideZ, wideX)) / size);
            worst = Math.Max(worst, Math.Sqrt(LawPoints.SquaredDistance(expected, Wide.Of(error.Values))) / size);
        }

        return new LawFinding("the penalty of a batch and its error σ(x) − z are those of the definition", worst, 64 * Wide.Epsilon);
    }

    /// <summary>∂σ(x)ᵀg against difference quotients of ⟨σ, g⟩ in double, away from kinks.</summary>
    public static LawFinding PullBackIsTheDerivative(ConvexPotential potential, long seed = 1)
    {
        const double H = 1e-5;
        var (random, worst) = (new RandomStream(seed, "derivative"), 0.0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var (x, gradient) = (LawPoints.Point(ref random, Features, 1.5), LawPoints.Point(ref random, Features, 1));
            var (s, result) = (new Real[Features], new Real[Features]);
            potential.Activate(x, s);
            potential.PullBack(x, s, gradient, result);
            var centre = LawPoints.Prox(potential, Wide.Of(x), 1);
            for (var i = 0; i < Features; i++)
            {
                double[] up = Wide.Of(x), down = Wide.Of(x);
                (up[i], down[i]) = (up[i] + H, down[i] - H);
                var (high, low) = (LawPoints.Prox(potential, up, 1), LawPoints.Prox(potential, down, 1));
                var isSmooth = Enumerable.Range(0, Features).All(j => Math.Abs(high[j] + low[j] - (2 * centre[j])) <= 1e-7);
                worst = isSmooth ? Math.Max(worst, Math.Abs((Wide.Dot(LawPoints.Difference(high, low), Wide.Of(gradient)) / (2 * H)) - result[i])) : worst;
            }
        }

        return new LawFinding("∂σ(x)ᵀg is the derivative of ⟨σ(x), g⟩", worst, 1e-8 + (64 * Wide.Epsilon));
    }

    /// <summary>φ(z) + φ*(x) − ⟨z, x⟩.</summary>
    private static double Gap(ConvexPotential potential, double[] z, double[] x) =>
        (0.5 * Wide.Dot(z, z)) + potential.Value<double>(z) + potential.Conjugate<double>(x) - Wide.Dot(z, x);

    private static double Size(double[] z, double[] x) => 1 + Wide.Dot(z, z) + Wide.Dot(x, x);

    /// <summary>The activation of a random point, at times an end of the range.</summary>
    private static double[] InDomain(ConvexPotential potential, ref RandomStream random) =>
        LawPoints.Prox(potential, Wide.Of(LawPoints.Point(ref random, Features, random.Uniform() < 0.2 ? 30 : 1.5)), 1);
}
