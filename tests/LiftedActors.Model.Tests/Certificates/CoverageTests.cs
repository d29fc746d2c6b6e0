using LiftedActors.Model.Certificates;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Inversion.Layerwise;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Regularisers;
using LiftedActors.Model.Solving;
using static LiftedActors.Model.Tests.Certificates.RandomLayers;

namespace LiftedActors.Model.Tests.Certificates;

/// <summary>
/// A thousand random problems, in families whose hypotheses are constructed to hold: wherever a certificate says certified, the true error is inside its bound, and it does say so in
/// at least four of five.
/// </summary>
public sealed class CoverageTests
{
    private static readonly ConvexPotential[] Activations =
    [
        new Separable<ReLU>(default), new Separable<SoftThreshold>(new SoftThreshold(0.1)), new Separable<LeakyReLU>(new LeakyReLU(0.3)), new Separable<Tanh>(default), new Separable<Identity>(default),
    ];

    /// <summary>With the problems of each, and how many times the true value half of the bounds may be: a bound that is far from everything would never be wrong.</summary>
    /// <remarks>D_J is of the second order in the noise where a problem is determined well, the bound of the first; of total variation it is 0 as soon as all jumps are found.</remarks>
    public static TheoryData<string, int, double> Families => new()
    {
        { "ball", 200, 100 },
        { "plus-residual", 200, 100 },
        { "bi-Lipschitz", 150, 1000 },
        { "active rows", 150, 100 },
        { "source condition", 150, 1e4 },
        { "total variation", 50, double.PositiveInfinity },
        { "duality gap", 100, 1e4 },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void WhatIsCertifiedIsTrue(string family, int problems, double distance)
    {
        var (certified, ratios) = (0, new List<double>());
        for (var problem = 0; problem < problems; problem++)
        {
            var (certificate, truth) = Solve(family, problem);
            if (certificate.Verdict == Verdict.Certified)
            {
                Assert.True(truth <= certificate.Bound, $"{family} {problem}: the true value is {truth}, yet: {certificate}");
                certified++;
                ratios.Add(certificate.Bound / Math.Max(truth, 1e-300));
            }
        }

        Assert.True(certified >= 0.8 * problems, $"{family}: {certified} of {problems} were certified.");
        var median = ratios.Order().ElementAt(ratios.Count / 2);
        Assert.True(median < distance, $"{family}: half of the bounds are {median} times the true value.");
    }

    private static (Certificate Certificate, double Truth) Solve(string family, int problem)
    {
        var random = new RandomStream(7, family, problem);
        return family switch
        {
            "ball" => Ball(ref random, problem),
            "plus-residual" => PlusResidual(ref random, problem),
            "bi-Lipschitz" => Chain(ref random, [4, 6, 9, 12], Activations[2 * (1 + (problem % 2))], 1e-2),
            "active rows" => Chain(ref random, [3, 24, 96], Activations[problem % 4], 1e-4),
            "source condition" => SourceCondition(ref random, Activations[problem % 5]),
            "total variation" => TotalVariationSource(ref random, Activations[problem % 5]),
            _ => Gap(ref random, problem),
        };
    }

    /// <summary>More equations than unknowns, data with noise where the activation is not flat, and the minimiser of the misfit.</summary>
    private static (Certificate Certificate, double Truth) Ball(ref RandomStream random, int problem)
    {
        var layer = Dense(ref random, 4, 32, Activations[problem % 5]);
        var truth = Point(ref random, 4);
        var data = Noisy(ref random, layer, truth, Math.Pow(10, random.Uniform(-5, -2.5)));
        var (u, _) = Minimise(layer, data, 0);
        return (BallBound.Of(layer, u, data, Math.Sqrt(new LayerEvaluation(layer, truth).Misfit(data))), Distance(u, truth));
    }

    /// <summary>Up to eight plus-residual layers, noise, and the chain of proximal inverses, which need not have converged.</summary>
    private static (Certificate Certificate, double Truth) PlusResidual(ref RandomStream random, int problem)
    {
        var activation = Activations[problem % 5];
        var blocks = new PlusResidualBlock[1 + (problem % 8)];
        for (var k = 0; k < blocks.Length; k++)
        {
            blocks[k] = new PlusResidualBlock(Dense(ref random, 4, 6, activation));
        }

        var truth = Point(ref random, 4);
        var output = blocks.Aggregate(Wide(truth), (u, block) => ApplyResidual(block.Inner, u));
        var (noise, level) = (Point(ref random, 4), Math.Pow(10, random.Uniform(-4, -1)));
        var data = Narrow([.. output.Zip(noise, (y, n) => y + (level * n))]);
        var solution = new PlusResidualInverse(blocks).Invert(data, problem % 3 == 0 ? 1e-2 : 1e-12);
        return (ChainBound.Of(blocks, solution.Points, (Distance(output, Wide(data)) * (1 + 1e-9)) + 1e-12), Distance(solution.Input, truth));
    }

    /// <summary>Data that the network computed in the precision of values, with noise, and the forward pass of a point nearby with activations that are a little off.</summary>
    private static (Certificate Certificate, double Truth) Chain(ref RandomStream random, int[] widths, ConvexPotential activation, double spread)
    {
        var layers = new DenseLayer[widths.Length - 1];
        for (var l = 0; l < layers.Length; l++)
        {
            layers[l] = Dense(ref random, widths[l], widths[l + 1], activation);
        }

        var truth = Point(ref random, widths[0], 0.7);
        var output = Forward(layers, truth)[^1];
        var (data, noise) = ((Real[])output.Clone(), Point(ref random, output.Length, spread / 10));
        var level = 0.0;
        for (var j = 0; j < data.Length; j++)
        {
            data[j] += noise[j];
            level += ((double)data[j] - output[j]) * ((double)data[j] - output[j]);
        }

        var start = Point(ref random, widths[0], spread).Zip(truth, (d, u) => u + d).ToArray();
        var points = Forward(layers, start);
        points[1][0] += (Real)(spread / 10);
        points[^1] = data;
        var rounding = ForwardRounding.Bound(layers, Norm(Wide(truth)) * (1 + 1e-12));
        return (ChainBound.Of(layers, points, (Math.Sqrt(level) * (1 + 1e-12)) + rounding), Distance(start, truth));
    }

    /// <summary>u† with p = u† = Wᵀv, v on the rows that surely are active, and the minimiser with α = √2 δ/|v|.</summary>
    private static (Certificate Certificate, double Truth) SourceCondition(ref RandomStream random, ConvexPotential activation)
    {
        var layer = Dense(ref random, 4, 24, activation);
        var truth = Point(ref random, 4, 0.6);
        var clean = Apply(layer, Wide(truth));
        var v = Source(layer, clean, truth);
        var data = Noisy(ref random, layer, truth, Math.Pow(10, random.Uniform(-4, -3)));
        var noise = Math.Sqrt(new LayerEvaluation(layer, truth).Misfit(data));
        var weight = Math.Sqrt(2) * noise / Norm(v);
        var (u, gradient) = Minimise(layer, data, weight);
        var inversion = new RegularisedInversion(noise, weight, (gradient * gradient / (2 * weight) * (1 + 1e-6)) + (1e-24 / weight)) { Modulus = 1 };
        var certificate = SourceConditionBound.Of(layer.Activation, data, SourceElement.Verified(layer.Weights, v, truth), inversion);
        var error = Distance(u, truth);
        return (certificate, 0.5 * error * error);
    }

    /// <summary>A signal of three constant parts in a box, p = Dᵀq with the signs of its jumps in q, and the minimiser with the gap that it was left with.</summary>
    private static (Certificate Certificate, double Truth) TotalVariationSource(ref RandomStream random, ConvexPotential activation)
    {
        const int Size = 9;
        const double End = 2;
        var (layer, truth, q) = (Dense(ref random, Size, 40, activation), new Real[Size], new Real[Size + 1]);
        for (var i = 0; i < Size; i++)
        {
            // Multiples of 2⁻⁸, so that p is exact.
            truth[i] = i % 3 == 0 ? (Real)(random.NextInt(128) + 64) / 256 * (i % 2 == 0 ? 1 : -1) : truth[i - 1];
            q[i] = i == 0 ? 0 : i % 3 == 0 ? Math.Sign(truth[i] - truth[i - 1]) : (Real)(random.NextInt(256) - 128) / 256;
        }

        Real[] subgradient = [.. Enumerable.Range(0, Size).Select(i => q[i] - q[i + 1])];
        var v = Source(layer, Apply(layer, Wide(truth)), subgradient);
        var data = Noisy(ref random, layer, truth, 3e-3);
        var noise = Math.Sqrt(new LayerEvaluation(layer, truth).Misfit(data));
        var weight = Math.Sqrt(2) * noise / Norm(v);
        var regulariser = new TotalVariation().On(new ImageShape(1, Size)) + Regulariser.Interval(Size, -End, End);
        var iteration = new PrimalDual(Problem(layer, data, regulariser, weight));
        var report = iteration.Run(600, at => at.Gap < 1e-3 * noise * noise, 100);
        var inversion = new RegularisedInversion(noise, weight, report.Gap) { Radius = 2 * End * Math.Sqrt(Size) };
        var u = Wide(iteration.Solution);
        var variation = Enumerable.Range(1, Size - 1).Sum(i => Math.Abs(u[i] - u[i - 1]));
        return (SourceConditionBound.Of(activation, data, SourceElement.Verified(layer.Weights, v, subgradient), inversion), variation - u.Zip(subgradient, (a, p) => a * p).Sum());
    }

    /// <summary>The gap of an iteration that was stopped early, against the best point of one that was not.</summary>
    private static (Certificate Certificate, double Truth) Gap(ref RandomStream random, int problem)
    {
        const int Size = 6;
        var layer = Dense(ref random, Size, 12, Activations[problem % 5]);
        Regulariser[] regularisers =
        [
            Regulariser.SquaredNorm(Size, 1), new TotalVariation().On(new ImageShape(1, Size)) + Regulariser.Interval(Size, -1, 1), new L1().On(new ImageShape(1, Size)),
        ];
        var task = Problem(layer, Noisy(ref random, layer, Point(ref random, Size), 0.02), regularisers[problem % 3], 0.05);
        var iteration = new PrimalDual(task);
        iteration.Run(10 + (problem % 30), _ => true, 1000);
        var early = DualityGap.At(task, iteration.Solution, iteration.Dual);
        iteration.Run(300, _ => false, 1000);
        return (early.Certificate, early.Objective - DualityGap.At(task, iteration.Solution, iteration.Dual).Objective);
    }

    private static SingleLayerProblem Problem(DenseLayer layer, Real[] data, Regulariser regulariser, double weight) =>
        new(new BregmanMisfit(new SingleLayer(new DenseOperator(layer.Weights), layer.Bias, layer.Activation), data), regulariser, weight);

    /// <summary>W_A(W_AᵀW_A)⁻¹p on the rows A whose activation is not flat, with a margin.</summary>
    private static double[] Source(DenseLayer layer, double[] clean, Real[] subgradient)
    {
        var (gram, solution) = (new double[layer.Inputs][], subgradient.Select(p => new double[] { p }).ToArray());
        for (var i = 0; i < gram.Length; i++)
        {
            gram[i] = new double[gram.Length];
        }

        for (var j = 0; j < clean.Length; j++)
        {
            for (var i = 0; i < gram.Length && Math.Abs(clean[j]) > 0.1; i++)
            {
                for (var k = 0; k < gram.Length; k++)
                {
                    gram[i][k] += (double)layer.Weights.Row(j)[i] * layer.Weights.Row(j)[k];
                }
            }
        }

        Assert.True(Cholesky.TrySolve(gram, solution));
        return [.. clean.Select((z, j) => Math.Abs(z) > 0.1 ? layer.Weights.Row(j).ToArray().Zip(solution, (w, c) => w * c[0]).Sum() : 0)];
    }

    /// <summary>σ(W u† + b) with noise, on the side of the kink on which it was.</summary>
    private static Real[] Noisy(ref RandomStream random, DenseLayer layer, Real[] truth, double level)
    {
        var data = Narrow(Apply(layer, Wide(truth)));
        for (var j = 0; j < data.Length; j++)
        {
            var noise = (Real)(level * random.Gaussian());
            var isFlat = layer.Activation.LeastSlope(data[j], data[j]) == 0;
            var isInside = double.IsFinite(layer.Activation.Value<double>([data[j] + noise]));
            data[j] += !isFlat && isInside && Math.Abs(data[j]) > Math.Abs(noise) ? noise : 0;
        }

        return data;
    }

    private static Real[][] Forward(DenseLayer[] layers, Real[] u)
    {
        var points = new Real[layers.Length + 1][];
        points[0] = u;
        for (var l = 0; l < layers.Length; l++)
        {
            var (layer, x) = (layers[l], new Real[layers[l].Outputs]);
            for (var j = 0; j < x.Length; j++)
            {
                x[j] = layer.Bias[j];
                for (var i = 0; i < layer.Inputs; i++)
                {
                    x[j] += layer.Weights.Row(j)[i] * points[l][i];
                }
            }

            layer.Activation.Activate(x, x);
            points[l + 1] = x;
        }

        return points;
    }
}
