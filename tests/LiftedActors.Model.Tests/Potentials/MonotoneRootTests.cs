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
                var root = MonotoneRoot.Solve(v, s, (-1, 1), new CountedTanh(() => evaluations++));
                var residual = ((1 - step) * Math.Tanh(root)) + (step * root) - v;
                Assert.InRange(residual, -32 * PotentialCases.Epsilon * (1 + step) * (1 + Math.Abs(v)), 32 * PotentialCases.Epsilon * (1 + step) * (1 + Math.Abs(v)));
                Assert.InRange(evaluations, 1, 60);
                total += evaluations;
            }
        }

        Assert.InRange((double)total / trials, 1, 9);
    }

    private readonly struct CountedTanh(Action count) : ISmoothActivation
    {
        public (T Value, T Slope) At<T>(T t)
            where T : IBinaryFloatingPointIeee754<T>
        {
            count();
            var value = T.Tanh(t);
            return (value, T.One - (value * value));
        }
    }
}
