using LiftedActors.Gpu.Devices;
using LiftedActors.Gpu.Products;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Gpu.Tests.Devices;

/// <summary>Operations of layers of one shape, which are one launch, have the bits of one layer after the other; see also <see cref="TogetherTests"/>.</summary>
public sealed class StackTests
{
    private const int Rows = 5;
    private const int Columns = 7;
    private readonly AcceleratorDevice _device = Checking.Device;

    public static TheoryData<int> Sizes => [1, 2, 3, PlanSetting.MostTogether];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Products_and_sums_are_those_of_one_layer_after_the_other(int count)
    {
        var map = new Affine(Columns, Columns + 2);
        var layers = Enumerable.Range(0, count).Select(i => (
            Operator: _device.CreateOperator(map, Rows),
            Theta: new ParameterPair(_device, map, 7 + i).Device,
            Z: new LayerInput(Values(Columns, (2 * i) + 1)),
            E: new LayerInput(Values(map.Outputs, (2 * i) + 2)))).ToArray();
        var (x, feedback, gradients) = (Results(map.Outputs), Results(map.Inputs), Gradients());
        for (var i = 0; i < count; i++)
        {
            var (on, theta, z, e) = layers[i];
            on.Apply(z, theta, x[i]);
            on.ApplyAdjoint(e.Activations, theta, feedback[i]);
            on.Correlate(e.Activations, z, theta, gradients[i]);
        }

        var (togetherX, togetherFeedback, togetherGradients) = (Results(map.Outputs), Results(map.Inputs), Gradients());
        using (_device.Turn())
        {
            Assert.True(_device.Lane.Stacks.Multiply([.. layers.Select((layer, i) => new LayerProduct(layer.Operator, layer.Z, layer.Theta, togetherX[i]))], isAdjoint: false));
            Assert.True(_device.Lane.Stacks.Multiply([.. layers.Select((layer, i) => new LayerProduct(layer.Operator, layer.E, layer.Theta, togetherFeedback[i]))], isAdjoint: true));
            Assert.True(_device.Lane.Stacks.Correlate([.. layers.Select((layer, i) => new LayerCorrelation(layer.Operator, layer.E.Activations, layer.Z, layer.Theta, togetherGradients[i]))]));
        }

        AssertSame(x, togetherX);
        AssertSame(feedback, togetherFeedback);
        AssertSame([.. gradients.Select(gradient => gradient.Flat)], [.. togetherGradients.Select(gradient => gradient.Flat)]);

        DeviceMatrix[] Results(int columns) => [.. layers.Select(_ => Values(columns, 0))];
        DeviceParameters[] Gradients() => [.. layers.Select(_ => _device.CreateGradient(map))];
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Passes_of_potentials_are_those_of_one_layer_after_the_other(int count)
    {
        // Potentials of their own, as layers have them, with weights of their own.
        foreach (var kind in (Func<int, LayerPenalty>[])[i => new BregmanPenalty(Potential(), 1 + i), i => new QuadraticPenalty(Potential(), 1 + i, Columns), i => new AuxiliaryCoordinatePenalty(Potential(), 1 + i)])
        {
            var terms = Enumerable.Range(0, count).Select(i => (Penalty: kind(i), X: Values(Columns, (3 * i) + 1), Z: Values(Columns, (3 * i) + 2), Feedback: Values(Columns, (3 * i) + 3))).ToArray();
            var (apart, results) = (new double[count], Results());
            Check((i, result) => apart[i] = _device.Error(terms[i].Penalty, terms[i].X, terms[i].Z, result), (stacks, results, sums) =>
            {
                Assert.True(stacks.Error([.. terms.Select((term, i) => new PenaltyPass(term.Penalty, term.X, term.Z, results[i]))], sums));
                for (var i = 0; i < count; i++)
                {
                    sums[i] *= terms[i].Penalty.Weight;
                }
            });
            Check((i, result) => apart[i] = _device.MeasuredProximalGradient(terms[i].Penalty, At(i), 0.1 + i, result), (stacks, results, sums) =>
                Assert.True(stacks.ProximalGradient([.. terms.Select((term, i) => new ProximalPass(term.Penalty, At(i), 0.1 + i, results[i]))], sums)));
            Check(Activated, (stacks, results, sums) =>
            {
                sums.Fill(1);
                Assert.True(stacks.Activate([.. terms.Select((term, i) => new ActivationPass(term.Penalty.Activation, term.X, results[i]))]));
            });

            void Activated(int i, DeviceMatrix result)
            {
                _device.Activate(terms[i].Penalty.Activation, terms[i].X, result);
                apart[i] = 1;
            }

            ActivationPoint At(int i) => new(terms[i].Z, terms[i].X, terms[i].Feedback);
            DeviceMatrix[] Results() => [.. terms.Select(_ => Values(Columns, 0))];
            void Check(Action<int, DeviceMatrix> one, Together all)
            {
                var together = new double[count];
                var (expected, actual) = (Results(), Results());
                for (var i = 0; i < count; i++)
                {
                    one(i, expected[i]);
                }

                using (_device.Turn())
                {
                    all(_device.Lane.Stacks, actual, together);
                }

                Assert.Equal(apart, together);
                Assert.All(together, sum => Assert.True(sum > 0));
                AssertSame(expected, actual);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Steps_of_Adam_are_those_of_one_layer_after_the_other(int count)
    {
        // Of one summand, of two, and of more, which are added up before.
        for (var summands = 1; summands <= 4; summands++)
        {
            var (apart, together) = (new double[count], new double[count]);
            var (expected, actual) = (Steps(summands), Steps(summands));
            for (var i = 0; i < count; i++)
            {
                apart[i] = _device.Adam(expected[i].Gradient, expected[i].Current, expected[i].Moments, expected[i].Next);
            }

            using (_device.Turn())
            {
                Assert.True(_device.Lane.Stacks.Adam(actual, together));
            }

            Assert.Equal(apart, together);
            AssertSame([.. expected.Select(step => step.Next)], [.. actual.Select(step => step.Next)]);
            AssertSame([.. expected.Select(step => step.Moments.Second)], [.. actual.Select(step => step.Moments.Second)]);
        }

        AdamStep[] Steps(int summands) => [.. Enumerable.Range(0, count).Select(i => new AdamStep(
            [.. Enumerable.Range(0, summands).Select(k => new WeightedMatrix((Real)0.5 + k, Values(Columns, 100 + (10 * i) + k)))],
            Values(Columns, 1 + i),
            new AdamMoments(Values(Columns, 0), Values(Columns, 0), (Real)0.1, (Real)1e-8),
            Values(Columns, 0)))];
    }

    [Fact]
    public void Layers_that_differ_are_not_joined()
    {
        var (x, result, sums) = (Values(Columns, 1), Values(Columns, 0), new double[2]);
        var threshold = new Dictionary<string, double> { ["threshold"] = 0.3 };
        foreach (var (other, wide) in ((ConvexPotential, DeviceMatrix)[])[(PotentialCatalogue.Create("soft-threshold", threshold), x), (PotentialCatalogue.Create("relu"), x), (PotentialCatalogue.Create("soft-threshold"), Values(Columns + 1, 1))])
        {
            var one = PotentialCatalogue.Create("soft-threshold");
            Assert.False(_device.Lane.Stacks.Activate([new(one, x, result), new(other, wide, result)]));
            Assert.False(_device.Lane.Stacks.Error([new(new BregmanPenalty(one, 1), x, x, result), new(new BregmanPenalty(other, 1), wide, wide, result)], sums));
        }

        Assert.False(_device.Lane.Stacks.Error([new(new BregmanPenalty(Potential(), 1), x, x, result), new(new AuxiliaryCoordinatePenalty(Potential(), 1), x, x, result)], sums));
    }

    /// <summary>The shape alone decides which products a layer has, never how many layers there are.</summary>
    [Theory]
    [InlineData(ProductsBySize.MostFeatures, "narrow")]
    [InlineData(ProductsBySize.MostFeatures + 1, "wide")]
    public void Products_go_by_size(int features, string expected)
    {
        var called = new List<string>();
        using var products = new ProductsBySize(new Named("narrow", called), new Named("wide", called));
        var (z, weights, x) = (Matrix(1, 3), Matrix(features, 3), Matrix(1, features));
        products.Apply(z, weights, default, x);
        products.ApplyAdjoint(x, weights, z);
        products.Correlate(x, z, weights);
        products.Apply([new(z, weights, x), new(z, weights, x)]);
        Assert.Equal(Enumerable.Repeat(expected, 4), called);

        AcceleratorMatrix Matrix(int rows, int columns) => _device.CreateMatrix(rows, columns);
    }

    private static ConvexPotential Potential() => PotentialCatalogue.Create("relu");

    private DeviceMatrix Values(int columns, long seed) =>
        (seed == 0 ? Pair.Zero(_device, Rows, columns) : Pair.Gaussian(_device, Rows, columns, seed)).Device;

    private void AssertSame(DeviceMatrix[] expected, DeviceMatrix[] actual) =>
        Assert.Equal(expected.Select(_device.Download), actual.Select(_device.Download));

    private delegate void Together(StackLaunches stacks, DeviceMatrix[] results, Span<double> sums);

    private sealed class Named(string name, List<string> called) : LayerProducts
    {
        public override string Name => name;

        public override void Apply(ReadOnlySpan<LayerFactors> layers) => called.Add(name);

        public override void ApplyAdjoint(ReadOnlySpan<LayerFactors> layers) => called.Add(name);

        public override void Correlate(ReadOnlySpan<LayerFactors> layers) => called.Add(name);

        public override void Dispose() => called.Add(name);
    }
}
