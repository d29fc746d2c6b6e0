using System.Numerics;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Potentials;

public sealed class MonotoneRootTests
{
    [Fact]
    public void TheRootIsFoundInFewEvaluations()
    {
        var random = new RandomStream(1, "root");
        var (total, trials) = (0, 0);
        foreach (var step in PotentialCases.Steps)
        {
            for (var trial = 0; trial < 200; trial++, trials++)
            {
                var (v, s) = ((Real)(3 * random.Gaussian()), (Real)step);
                var evaluations = 0;
                var root = MonotoneRoot.Solve(v, s, new CountedTanh(() => evaluations++));
                var residual = ((1 - step) * Math.Tanh(root)) + (step * root) - v;
                Assert.InRange(residual, -32 * PotentialCases.Epsilon * (1 + step) * (1 + Math.Abs(v)), 32 * PotentialCases.Epsilon * (1 + step) * (1 + Math.Abs(v)));
                Assert.InRange(evaluations, 1, 60);
                total += evaluations;
            }
        }

        Assert.InRange((double)total / trials, 1, 9);
    }

    /// <summary>From these, Newton's method alone jumps between two points for ever, neither of them near the root.</summary>
    [Theory]
    [InlineData(0.7008539511293577, 0.12134685358347388)]
    [InlineData(0.6235136976113148, 0.14798507816633563)]
    [InlineData(-0.7405263351847036, 0.10668751397246336)]
    [InlineData(0.7786498579086487, 0.09225540604972138)]
    public void ACycleOfNewtonsMethodIsBroken(double v, double step)
    {
        var root = MonotoneRoot.Solve(v, step, new CountedTanh(() => { }));
        Assert.Equal(v, ((1 - step) * Math.Tanh(root)) + (step * root), 1e-14);
        root = MonotoneRoot.Solve(new Vector<double>(v), step, new CountedTanh(() => { }))[0];
        Assert.Equal(v, ((1 - step) * Math.Tanh(root)) + (step * root), 1e-14);
    }

    [Fact]
    public void TheRootsOfAllLanesAreFoundInFewEvaluations()
    {
        var random = new RandomStream(2, "root");
        var (total, trials) = (0, 0);
        Span<double> v = stackalloc double[Vector<double>.Count];
        foreach (var step in PotentialCases.Steps)
        {
            for (var trial = 0; trial < 200; trial++, trials++)
            {
                foreach (ref var lane in v)
                {
                    lane = 3 * random.Gaussian();
                }

                var evaluations = 0;
                var root = MonotoneRoot.Solve(new Vector<double>(v), step, new CountedTanh(() => evaluations++));
                for (var i = 0; i < v.Length; i++)
                {
                    var tolerance = 1e-14 * (1 + step) * (1 + Math.Abs(v[i]));
                    Assert.Equal(v[i], ((1 - step) * Math.Tanh(root[i])) + (step * root[i]), tolerance);
                }

                Assert.InRange(evaluations, 1, 60);
                total += evaluations;
            }
        }

        Assert.InRange((double)total / trials, 1, 12);
    }

    /// <summary>Beside which others a value stands, and in which lane, changes no bit of its root: a tail has the bits of a body.</summary>
    [Fact]
    public void ALaneDoesNotDependOnItsNeighbours()
    {
        var random = new RandomStream(3, "root");
        Span<double> v = stackalloc double[Vector<double>.Count];
        for (var trial = 0; trial < 200; trial++)
        {
            foreach (ref var lane in v)
            {
                lane = 3 * random.Gaussian();
            }

            var step = Math.Pow(10, (4 * random.Uniform()) - 2);
            var roots = MonotoneRoot.Solve(new Vector<double>(v), step, new CountedTanh(() => { }));
            for (var i = 0; i < v.Length; i++)
            {
                Assert.Equal(roots[i], MonotoneRoot.Solve(new Vector<double>(v[i]), step, new CountedTanh(() => { }))[0]);
            }
        }
    }

    private readonly struct CountedTanh(Action count) : ISmoothActivation
    {
        public Envelope Range => new(-1, 1);

        public (Vector<double> Excess, Vector<double> Slope) At(Vector<double> t)
        {
            count();
            var value = ElementaryFunctions.Tanh(t);
            return (value, Vector<double>.One - (value * value));
        }

        public (T Excess, T Slope) At<T>(T t)
            where T : IBinaryFloatingPointIeee754<T>
        {
            count();
            var value = T.Tanh(t);
            return (value, T.One - (value * value));
        }
    }
}
