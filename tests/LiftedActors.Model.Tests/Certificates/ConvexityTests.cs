using LiftedActors.Model.Certificates;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Certificates;

public sealed class ConvexityTests
{
    private const int Features = 2;

    public static TheoryData<int> Depths => [1, 2, 3, 20, 200];

    /// <summary>With λ = 1 the least eigenvalue is 2 − 2 cos(π/(2L + 3)).</summary>
    [Theory]
    [MemberData(nameof(Depths))]
    public void TheCurvatureOfAResidualNetworkHasAClosedForm(int depth)
    {
        var exact = Curvature(depth);
        var certificate = ConvexityTest.OfPlusResidual(depth, 1, 1, double.PositiveInfinity);
        Assert.Equal(Verdict.Certified, certificate.Verdict);
        Assert.InRange(certificate.Bound, 0.998 * exact, exact);
    }

    /// <summary>Q is positive definite iff λ &gt; L/(L + 1).</summary>
    [Theory]
    [MemberData(nameof(Depths))]
    public void TheReadOutMustWeighEnough(int depth)
    {
        var least = depth / (depth + 1.0);
        Assert.Equal(Verdict.Certified, ConvexityTest.OfPlusResidual(depth, 1, least * 1.001, double.PositiveInfinity).Verdict);
        Assert.Equal(Verdict.None, ConvexityTest.OfPlusResidual(depth, 1, least * 0.999, double.PositiveInfinity).Verdict);
        Assert.Equal(Verdict.None, ConvexityTest.OfPlusResidual(depth, 1, least, double.PositiveInfinity).Verdict);
        Assert.Equal(Verdict.Certified, ConvexityTest.OfPlusResidual(depth, 0.5, 4 * least * 1.001, double.PositiveInfinity).Verdict);
        Assert.Contains("null space", ConvexityTest.OfPlusResidual(depth, 0, 1e9, double.PositiveInfinity).Reason, StringComparison.Ordinal);
    }

    /// <summary>The penalised form needs ρ ≥ 1/(2 − 2 cos(π/(2L + 3))); (2L + 3)²/π² is a little too small for it, and enough with 1/10 more.</summary>
    [Theory]
    [MemberData(nameof(Depths))]
    public void ThePenaltyMustWeighEnough(int depth)
    {
        var simple = (2 * depth + 3) * (2 * depth + 3) / (Math.PI * Math.PI);
        Assert.Equal(Verdict.Certified, ConvexityTest.OfPlusResidual(depth, 1, 1, 1.001 / Curvature(depth)).Verdict);
        Assert.Equal(Verdict.None, ConvexityTest.OfPlusResidual(depth, 1, 1, 0.999 / Curvature(depth)).Verdict);
        Assert.Equal(Verdict.None, ConvexityTest.OfPlusResidual(depth, 1, 1, simple).Verdict);
        Assert.Equal(Verdict.Certified, ConvexityTest.OfPlusResidual(depth, 1, 1, simple + 0.1).Verdict);
    }

    /// <summary>The general test on M and K is that of the closed form, and refuses the network with a minus sign.</summary>
    [Fact]
    public void TheGeneralTestSeesTheSameForm()
    {
        const int Depth = 4;
        var (architecture, readOut) = Differences(Depth);
        var (whole, closed) = (ConvexityTest.Of(architecture, readOut, 1, 40), ConvexityTest.OfPlusResidual(Depth, 1, 1, 40));
        Assert.Equal(Verdict.Certified, whole.Verdict);
        Assert.InRange(whole.Bound / closed.Bound, 0.99, 1.01);
        foreach (ref var entry in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref architecture[0, 0], architecture.Length))
        {
            entry = -entry;
        }

        Assert.Equal(Verdict.None, ConvexityTest.Of(architecture, readOut, 1e3, 40).Verdict);
    }

    /// <summary>
    /// λ/2|Ku|² + φ(z) + φ*(Wu) − ⟨z, Wu⟩ + ρ/2|Mu − Wᵀz|² of rectifiers lies below its chords where the test says so, and above one where ρ is far too small.
    /// </summary>
    [Theory]
    [InlineData(1.01, true)]
    [InlineData(0.02, false)]
    public void WhatIsCertifiedIsConvex(double share, bool isConvex)
    {
        const int Depth = 3;
        var penalty = share / Curvature(Depth);
        var certificate = ConvexityTest.OfPlusResidual(Depth, 1, 1, penalty);
        Assert.Equal(isConvex, certificate.Verdict == Verdict.Certified);
        var (random, worst) = (new RandomStream(3, "chords"), double.NegativeInfinity);
        var weights = Enumerable.Range(0, Depth).Select(_ => RandomLayers.Wide(RandomLayers.Point(ref random, Features * Features, 1.5))).ToArray();
        for (var trial = 0; trial < 3000; trial++)
        {
            var (u, z, du, dz) = (State(ref random, Depth + 1), State(ref random, Depth), State(ref random, Depth + 1), State(ref random, Depth));
            var (left, right) = (z.Zip(dz, (a, b) => Math.Max(0, a + b)).ToArray(), z.Zip(dz, (a, b) => Math.Max(0, a - b)).ToArray());
            double[] up = [.. u.Zip(du, (a, b) => a + b)], down = [.. u.Zip(du, (a, b) => a - b)];
            var chord = (Energy(weights, up, left, penalty) + Energy(weights, down, right, penalty)) / 2;
            worst = Math.Max(worst, Energy(weights, u, [.. left.Zip(right, (a, b) => (a + b) / 2)], penalty) - chord);
        }

        Assert.Equal(isConvex, worst <= 1e-9);
    }

    private static double Curvature(int depth) => 2 - (2 * Math.Cos(Math.PI / ((2 * depth) + 3)));

    private static double[] State(ref RandomStream random, int blocks) => RandomLayers.Wide(RandomLayers.Point(ref random, blocks * Features));

    /// <summary>(Mu)_k = u_{k+1} − u_k with a last block of zeros, and K the last block, on blocks of one feature.</summary>
    private static (double[,] Architecture, double[,] ReadOut) Differences(int depth)
    {
        var (architecture, readOut) = (new double[depth + 1, depth + 1], new double[1, depth + 1]);
        for (var k = 0; k < depth; k++)
        {
            (architecture[k, k], architecture[k, k + 1]) = (-1, 1);
        }

        readOut[0, depth] = 1;
        return (architecture, readOut);
    }

    private static double Energy(double[][] weights, double[] u, double[] z, double penalty)
    {
        var energy = 0.0;
        for (var i = 0; i < Features; i++)
        {
            energy += 0.5 * u[^(i + 1)] * u[^(i + 1)];
        }

        for (var k = 0; k < weights.Length; k++)
        {
            for (var i = 0; i < Features; i++)
            {
                var (x, back) = (0.0, 0.0);
                for (var j = 0; j < Features; j++)
                {
                    x += weights[k][(i * Features) + j] * u[(k * Features) + j];
                    back += weights[k][(j * Features) + i] * z[(k * Features) + j];
                }

                var (zi, gap) = (z[(k * Features) + i], u[((k + 1) * Features) + i] - u[(k * Features) + i] - back);
                energy += (0.5 * zi * zi) + (0.5 * Math.Pow(Math.Max(0, x), 2)) - (zi * x) + (0.5 * penalty * gap * gap);
            }
        }

        return energy;
    }
}
