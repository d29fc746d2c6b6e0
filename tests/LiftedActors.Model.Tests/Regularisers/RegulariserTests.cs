using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Regularisers;
using Box = LiftedActors.Model.Regularisers.Box;

namespace LiftedActors.Model.Tests.Regularisers;

public sealed class RegulariserTests
{
    private static readonly double Epsilon = (double)(Real.BitIncrement(1) - 1);

    public static TheoryData<string, int> Cases => RegulariserCases.All;

    [Fact]
    public void EveryDesignIsTried() => Assert.Empty(
        typeof(RegulariserDesign).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RegulariserDesign))).Except(RegulariserCases.Types));

    /// <summary>J(w) + |w − v|²/(2s) ≥ J(u) + |u − v|²/(2s) − gap for every w of the domain.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheProxIsOptimalUpToItsGap(string name, int shape)
    {
        var regulariser = RegulariserCases.Create(name, shape);
        foreach (var step in (double[])[0.05, 0.8, 20])
        {
            var v = RegulariserCases.Point(1, regulariser.Size);
            var (u, result, workspace) = Prox(regulariser, v, step, 1e-4);
            double Objective(Real[] w) => regulariser.Value(w) + (VectorKernels.SquaredDistance(w, v) / (2 * step));
            var least = Objective(u);
            Assert.True(double.IsFinite(least));
            for (var trial = 0; trial < 30; trial++)
            {
                // Points of the domain, far and near.
                var direction = RegulariserCases.Point(trial + 2, regulariser.Size, trial % 2 == 0 ? 1 : 0.03);
                VectorKernels.Combine(u, 1, direction, direction);
                var (w, _, _) = Prox(regulariser, direction, 1e-3, 1e-6);
                Assert.True(Objective(w) >= least - result.Gap - (20 * Epsilon * (1 + least)), $"{Objective(w)} < {least} − {result.Gap}");
            }

            Assert.Equal(regulariser.DualSize == 0, result.Iterations == 0);
            Assert.Equal(regulariser.DualSize, workspace.Dual.Length);
        }
    }

    /// <summary>|u − prox|² ≤ 2 s gap, for the tolerance 0.1 against a long run.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheGapBoundsTheDistanceToALongRun(string name, int shape)
    {
        var regulariser = RegulariserCases.Create(name, shape);
        foreach (var step in (double[])[0.05, 0.8, 20])
        {
            var v = RegulariserCases.Point(7, regulariser.Size);
            var (u, coarse, _) = Prox(regulariser, v, step, 0.1);
            var (exact, fine, _) = Prox(regulariser, v, step, 0, 20_000);
            Assert.True(fine.Gap <= 1e4 * Epsilon, $"the gap stays at {fine.Gap}");
            var distance = Math.Sqrt(VectorKernels.SquaredDistance(u, exact));
            Assert.True(distance <= Math.Sqrt(2 * step * coarse.Gap) + Math.Sqrt(2 * step * fine.Gap) + 1e-12, $"{distance} with gaps {coarse.Gap} and {fine.Gap}");
        }
    }

    /// <summary>|Pa − Pb|² ≤ ⟨Pa − Pb, a − b⟩.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheProxIsFirmlyNonexpansive(string name, int shape)
    {
        var regulariser = RegulariserCases.Create(name, shape);
        for (var trial = 0; trial < 10; trial++)
        {
            var (a, b) = (RegulariserCases.Point(trial, regulariser.Size), RegulariserCases.Point(trial + 100, regulariser.Size));
            var (pa, first, _) = Prox(regulariser, a, 0.5, 0, 3000);
            var (pb, second, _) = Prox(regulariser, b, 0.5, 0, 3000);
            Real[] image = [.. pa.Zip(pb, (x, y) => x - y)], difference = [.. a.Zip(b, (x, y) => x - y)];
            var slack = (Math.Sqrt(first.Gap) + Math.Sqrt(second.Gap) + (8 * Epsilon)) * 3 * (1 + Math.Sqrt(VectorKernels.SquaredNorm(difference)));
            Assert.True(VectorKernels.SquaredNorm(image) <= VectorKernels.Dot(image, difference) + slack);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ASumIsTheSumOfItsValues(string name, int shape)
    {
        var regulariser = RegulariserCases.Create(name, shape);
        var (u, _, _) = Prox(regulariser, RegulariserCases.Point(3, regulariser.Size), 0.1, 1e-3);
        var expected = RegulariserCases.Summands(name, shape).Sum(part => part.Value(u));
        Assert.True(double.IsFinite(expected));
        Assert.Equal(expected, regulariser.Value(u), 1e-12 * (1 + expected));
        Assert.Equal(2.5 * expected, (2.5 * regulariser).Value(u), 1e-12 * (1 + expected));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ARestoredDualRepeatsTheNextCallToTheBit(string name, int shape)
    {
        var regulariser = RegulariserCases.Create(name, shape);
        var (first, second) = (regulariser.CreateWorkspace(), regulariser.CreateWorkspace());
        Real[] u = new Real[regulariser.Size], again = new Real[regulariser.Size];
        regulariser.Prox(RegulariserCases.Point(1, regulariser.Size), 0.5, 1e-3, u, first);
        first.Dual.CopyTo(second.Dual);
        var next = RegulariserCases.Point(2, regulariser.Size);
        var result = regulariser.Prox(next, 0.5, 1e-3, u, first);
        Assert.Equal(result, regulariser.Prox(next, 0.5, 1e-3, again, second));
        Assert.Equal(u, again);
        Assert.Equal(first.Dual.ToArray(), second.Dual.ToArray());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NothingIsAllocated(string name, int shape)
    {
        var regulariser = RegulariserCases.Create(name, shape);
        var (v, u, workspace) = (RegulariserCases.Point(1, regulariser.Size), new Real[regulariser.Size], regulariser.CreateWorkspace());
        void Use()
        {
            regulariser.Prox(v, 0.5, 1e-3, u, workspace);
            regulariser.Value(u, workspace);
        }

        for (var warming = 0; warming < 3; warming++)
        {
            Use();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Use();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void AWarmStartIsShorter()
    {
        var regulariser = new TotalVariation(0.3).On(new ImageShape(12, 12));
        var (v, u, workspace) = (RegulariserCases.Point(1, 144), new Real[144], regulariser.CreateWorkspace());
        var cold = regulariser.Prox(v, 1, 1e-4, u, workspace);
        var warm = regulariser.Prox(v, 1, 1e-4, u, workspace);
        Assert.True(warm.Iterations <= cold.Iterations / 4, $"{warm.Iterations} after {cold.Iterations}");
    }

    /// <summary>The prox of the total variation of two pixels moves them towards each other by the step, or to their mean.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(5)]
    public void TotalVariationOfTwoPixelsHasAClosedForm(double step)
    {
        var regulariser = new TotalVariation(0.5).On(new ImageShape(1, 2));
        var (u, _, _) = Prox(regulariser, [(Real)0.2, (Real)1.4], step, 0, 5000);
        var move = Math.Min(0.5 * step, 0.6);
        Assert.Equal(0.2 + move, u[0], 1e-5);
        Assert.Equal(1.4 - move, u[1], 1e-5);
    }

    [Fact]
    public void TotalVariationsOfAnEdgeAreItsLength()
    {
        // A square of 2 × 2 in a corner: four differences of one pixel, two of which meet in a pixel nowhere but at the corner.
        var shape = new ImageShape(4, 4);
        var u = new Real[16];
        (u[0], u[1], u[4], u[5]) = (1, 1, 1, 1);
        Assert.Equal(4, new AnisotropicTotalVariation().On(shape).Value(u), 1e-12);
        Assert.Equal(2 + Math.Sqrt(2), new TotalVariation().On(shape).Value(u), 1e-12);
    }

    /// <summary>A potential of groups goes behind the identity and nothing else does, wherever it stands in the sum.</summary>
    [Fact]
    public void TheOrderOfASumDoesNotMatter()
    {
        var shape = new ImageShape(2, 4);
        Regulariser[] parts = [new Box(-0.2, 0.5).On(shape), new GroupL1(0.3, 2).On(shape), new L1(0.2).On(shape), new Tikhonov(0.4).On(shape)];
        var u = RegulariserCases.Point(1, 8, 0.03);
        foreach (var order in (int[][])[[0, 1], [1, 0], [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0], [3, 0, 1], [0, 3, 1], [3, 1, 0]])
        {
            var sum = order.Skip(1).Aggregate(parts[order[0]], (left, next) => left + parts[next]);
            Assert.Equal(8, sum.DualSize);
            var expected = order.Sum(part => parts[part].Value(u));
            Assert.Equal(expected, sum.Value(u), 1e-12 * (1 + expected));
        }
    }

    [Fact]
    public void WrongUseNamesTheMend()
    {
        var regulariser = new L1(1).On(new ImageShape(1, 4));
        Assert.Contains("4", Assert.Throws<ArgumentException>(() => regulariser + new L1(1).On(new ImageShape(1, 5))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => regulariser.Value(new Real[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => regulariser.Prox(new Real[4], 0, 1, new Real[4], regulariser.CreateWorkspace()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new L1(-1).On(new ImageShape(1, 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tikhonov(double.NaN).On(new ImageShape(1, 4)));
        Assert.Contains("overlap", Assert.Throws<ArgumentException>(() => new Box(0, 1).On(new ImageShape(1, 4)) + new Box(2, 3).On(new ImageShape(1, 4))).Message, StringComparison.Ordinal);
        Assert.Contains("convex", Assert.Throws<ArgumentException>(() => Regulariser.Of(4, 1, PotentialCatalogue.Create("firm-threshold"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Gradient(new ImageShape(1, 1)));
        Assert.Throws<ArgumentException>(() => new Tikhonov { Centre = [1, 2] }.On(new ImageShape(1, 3)));
    }

    [Fact]
    public void ACentreIsTheMinimiser()
    {
        var regulariser = new Tikhonov(2) { Centre = [1, 2, 3] }.On(new ImageShape(1, 3));
        Assert.Equal(0, regulariser.Value([1, 2, 3]));
        var (u, _, _) = Prox(regulariser, [0, 0, 0], 0.5, 0);
        Assert.Equal([(Real)0.5, 1, (Real)1.5], u);
    }

    private static (Real[] Point, ProximalResult Result, RegulariserWorkspace Workspace) Prox(Regulariser regulariser, Real[] v, double step, double tolerance, int limit = 2000)
    {
        var (u, workspace) = (new Real[regulariser.Size], regulariser.CreateWorkspace());
        workspace.IterationLimit = limit;
        return (u, regulariser.Prox(v, step, tolerance, u, workspace), workspace);
    }
}
