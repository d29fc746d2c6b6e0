using LiftedActors.Model.Certificates;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Inversion.Layerwise;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Regularisers;
using LiftedActors.Model.Tests.Certificates;

namespace LiftedActors.Model.Tests.Inversion.Layerwise;

public sealed class SequentialInversionTests
{
    private static readonly int[] Widths = [6, 8, 9, 10];

    public static TheoryData<string> Words => ["leaky-relu", "tanh", "identity"];

    /// <summary>
    /// Three layers with a source condition that was constructed at every one of them: B_ℓ(z_ℓ, x†_ℓ) stays below its bound at every layer, and D_J below the certificate, which stays an assumption all the same.
    /// </summary>
    [Theory]
    [MemberData(nameof(Words))]
    public void EveryLayerKeepsToItsBound(string word)
    {
        var setting = new Construction(word);
        foreach (var level in (double[])[1e-2, 1e-3])
        {
            var data = setting.Data(level);
            var squared = setting.Misfit(Widths.Length - 1, data);
            var noise = Math.Sqrt(squared);
            var weights = new Dictionary<int, double>();
            var solution = setting.Method.Invert(data, (layer, _) =>
            {
                var norm = RandomLayers.Norm(setting.Sources[layer - 1]);
                weights[layer] = Math.Sqrt(2 * squared) / norm;
                squared = 2.5 * Math.Sqrt(2) * norm * Math.Sqrt(squared);
                return weights[layer];
            });
            var steps = setting.Method.Steps(solution, (layer, _) => weights[layer], setting.Sources);
            var certificate = SequentialBound.Of(steps, noise);
            Assert.Equal(Verdict.Conditional, certificate.Verdict);
            Assert.InRange(setting.Distance(solution.Input), 0, certificate.Bound);
            for (var layer = 1; layer < steps.Count; layer++)
            {
                var partial = SequentialBound.Of([.. steps.Take(steps.Count - layer)], noise);
                Assert.True(setting.Misfit(layer, solution.Points[layer]) <= partial.Bound, $"{word}, {level}, layer {layer}: {partial}");
            }
        }
    }

    /// <summary>The problems are those of the lifted energy: z_{ℓ−1} satisfies their optimality conditions.</summary>
    [Fact]
    public void EveryLayerIsAMinimiser()
    {
        var setting = new Construction("tanh");
        var data = setting.Data(1e-2);
        var solution = setting.Method.Invert(data, (_, _) => 0.1, 1e-12, 400);
        for (var l = 1; l <= 3; l++)
        {
            var (layer, z) = (setting.Layers[l - 1], RandomLayers.Wide(solution.Points[l - 1]));
            var gradient = RandomLayers.ApplyAdjoint(layer, [.. RandomLayers.Apply(layer, z).Zip(solution.Points[l], (s, f) => s - f)]);
            for (var i = 0; i < z.Length; i++)
            {
                // 0 = Wᵀ(σ − z_ℓ) + α(σ⁻¹(z) − c), or α(z − centre).
                var slope = l == 1 ? z[i] - setting.Centre[i] : Math.Atanh(z[i]) - setting.Priors[l - 2][i];
                Assert.Equal(0, gradient[i] + (0.1 * slope), 2e3 * Math.Sqrt(Rounding.ValueUnit) / 100);
            }
        }
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var setting = new Construction("identity");
        var layers = setting.Layers.Select(Construction.Single).ToArray();
        Assert.Throws<ArgumentException>(() => new SequentialInversion(layers, [], Regulariser.SquaredNorm(6, 1)));
        Assert.Throws<ArgumentException>(() => new SequentialInversion(layers, [new Real[8], new Real[8]], Regulariser.SquaredNorm(6, 1)));
        Assert.Throws<ArgumentException>(() => new SequentialInversion(layers, [.. setting.Priors], Regulariser.SquaredNorm(5, 1)));
    }

    /// <summary>u†, v_ℓ and from them c_{ℓ−1} = x†_{ℓ−1} − W_ℓᵀv_ℓ, and J = ½|u − centre|² with u† − centre = W_1ᵀv_1.</summary>
    private sealed class Construction
    {
        private readonly double[] _truth;
        private readonly RandomStream _noise = new(6, "noise");

        public Construction(string word)
        {
            var (random, activation) = (new RandomStream(21, "sequential"), PotentialCatalogue.Create(word));
            Layers = new DenseLayer[Widths.Length - 1];
            for (var l = 0; l < Layers.Length; l++)
            {
                Layers[l] = RandomLayers.Dense(ref random, Widths[l], Widths[l + 1], activation);
            }

            _truth = RandomLayers.Wide(RandomLayers.Point(ref random, Widths[0], 0.3));
            Sources = new double[Layers.Length][];
            for (var l = 0; l < Layers.Length; l++)
            {
                Sources[l] = RandomLayers.Wide(RandomLayers.Point(ref random, Widths[l + 1], 0.05));
            }

            Priors = [.. Enumerable.Range(1, Layers.Length - 1).Select(l => Less(Preactivation(l), RandomLayers.ApplyAdjoint(Layers[l], Sources[l])))];
            Centre = Less(_truth, RandomLayers.ApplyAdjoint(Layers[0], Sources[0]));
            Method = new SequentialInversion([.. Layers.Select(Single)], Priors, Regulariser.SquaredDistance(1, Centre));
        }

        public DenseLayer[] Layers { get; }

        public double[][] Sources { get; }

        public Real[][] Priors { get; }

        public Real[] Centre { get; }

        public SequentialInversion Method { get; }

        public static SingleLayer Single(DenseLayer layer) => new(new DenseOperator(layer.Weights), layer.Bias, layer.Activation);

        public Real[] Data(double level)
        {
            var random = _noise;
            return RandomLayers.Narrow([.. Output(Layers.Length).Select(z => z + (level * random.Gaussian() / Math.Sqrt(Widths[^1])))]);
        }

        /// <summary>At least B_ℓ(z, x†_ℓ).</summary>
        public double Misfit(int layer, Real[] z)
        {
            var identity = new Matrix(z.Length, z.Length);
            for (var i = 0; i < z.Length; i++)
            {
                identity.Row(i)[i] = 1;
            }

            return new LayerEvaluation(new DenseLayer(identity, new Real[z.Length], Layers[0].Activation), RandomLayers.Narrow(Preactivation(layer))).Misfit(z);
        }

        public double Distance(Real[] u) => 0.5 * Math.Pow(RandomLayers.Distance(RandomLayers.Wide(u), _truth), 2);

        private static Real[] Less(double[] a, double[] b) => RandomLayers.Narrow([.. a.Zip(b, (x, y) => x - y)]);

        private double[] Output(int layer) => Layers.Take(layer).Aggregate(_truth, (z, next) => RandomLayers.Apply(next, z));

        private double[] Preactivation(int layer)
        {
            var linear = new DenseLayer(Layers[layer - 1].Weights, Layers[layer - 1].Bias, new Separable<Identity>(default));
            return RandomLayers.Apply(linear, Output(layer - 1));
        }
    }
}
