using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Tests.Solving;

namespace LiftedActors.Model.Tests.Networks.Structured;

/// <summary>The laws of a layer map, on every layer of every architecture.</summary>
public sealed class StructuredMapTests
{
    private const int Samples = 3;

    public static TheoryData<string> Names => ArchitectureCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void TheAdjointInTheActivationsIsExact(string name)
    {
        foreach (var layer in new Layers(name))
        {
            // ⟨f(z) − f(z′), e⟩ = ⟨z − z′, Aᵀe⟩.
            var (z, other, e) = (layer.Activations("z"), layer.Activations("other"), layer.Error);
            var (x, y, back) = (layer.Image(), layer.Image(), new Matrix(Samples, layer.Map.Inputs));
            layer.Operator.Apply(new LayerInput(z, layer.Data), layer.Parameters, x);
            layer.Operator.Apply(new LayerInput(other, layer.Data), layer.Parameters, y);
            layer.Operator.ApplyAdjoint(e, layer.Parameters, back);
            var left = Dot(x, e) - Dot(y, e);
            var right = Dot(z, back) - Dot(other, back);
            Assert.Equal(left, right, Tolerance(x, e));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheGradientInTheParametersIsThatOfTheMap(string name)
    {
        foreach (var layer in new Layers(name))
        {
            // ⟨e, f(z, Θ + δ) − f(z, Θ − δ)⟩/2 = ⟨gradient, δ⟩, up to the square of δ where the map is not affine in Θ.
            var (input, gradient) = (new LayerInput(layer.Activations("z"), layer.Data), layer.Map.CreateGradient());
            var (x, ahead, behind) = (layer.Image(), layer.Image(), layer.Image());
            var (further, nearer, step) = (layer.Map.CreateParameters(), layer.Map.CreateParameters(), layer.Map.CreateGradient());
            layer.Operator.Apply(input, layer.Parameters, x);
            layer.Operator.Correlate(layer.Error, input, layer.Parameters, gradient);
            new RandomStream(5, name).FillGaussian(step.Values, 0.02);
            VectorKernels.Combine(layer.Parameters.Values, 1, step.Values, further.Values);
            VectorKernels.Combine(layer.Parameters.Values, -1, step.Values, nearer.Values);
            further.Pack();
            nearer.Pack();
            layer.Operator.Apply(input, further, ahead);
            layer.Operator.Apply(input, nearer, behind);
            var expected = (Dot(ahead, layer.Error) - Dot(behind, layer.Error)) / 2;
            var actual = PotentialCases.Dot(PotentialCases.Widen(gradient.Values), PotentialCases.Widen(step.Values));
            Assert.Equal(expected, actual, Tolerance(x, layer.Error));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheBoundsOfTheActivationsHold(string name)
    {
        foreach (var layer in new Layers(name))
        {
            var bounds = layer.Map.CreateWeightBounds();
            var (estimate, certified) = (bounds.Estimate(layer.Parameters), bounds.Certified(layer.Parameters));
            var (zero, v) = (new Matrix(Samples, layer.Map.Inputs), layer.Activations("v"));
            var (origin, image) = (layer.Image(), layer.Image());
            layer.Operator.Apply(new LayerInput(zero, layer.Data), layer.Parameters, origin);
            layer.Operator.Apply(new LayerInput(v, layer.Data), layer.Parameters, image);
            var reached = VectorKernels.SquaredDistance(image.Values, origin.Values) / Math.Max(VectorKernels.SquaredNorm(v.Values), 1e-30);
            Assert.True(reached <= estimate * 1.0001, $"{layer.Map}: |Av|² = {reached}|v|² beyond the estimate {estimate}.");
            Assert.True(estimate <= 1.05 * certified * 1.0001, $"{layer.Map}: the estimate {estimate} is beyond the bound {certified}.");

            // An estimate is repeated to the bit from where it began.
            var start = bounds.Save();
            bounds.Estimate(layer.Parameters);
            var begun = bounds.Save();
            var second = bounds.Estimate(layer.Parameters);
            Assert.Equal(start.Length, begun.Length);
            var repeated = layer.Map.CreateWeightBounds();
            repeated.Restore(bounds.Save());
            Assert.Equal(second, repeated.Estimate(layer.Parameters));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheBoundsOfTheParametersHold(string name)
    {
        foreach (var layer in new Layers(name))
        {
            var input = new LayerInput(layer.Activations("z"), layer.Data);
            var bounds = layer.Map.CreateInputBounds(Samples);
            var (estimate, certified) = (bounds.Estimate(input, layer.Parameters), bounds.Certified(input, layer.Parameters));
            if (double.IsPositiveInfinity(certified))
            {
                Assert.Equal(double.PositiveInfinity, estimate);
                continue;
            }

            var moved = layer.Map.CreateParameters();
            var step = layer.Map.CreateGradient();
            new RandomStream(6, name).FillGaussian(step.Values, 1);
            VectorKernels.Combine(layer.Parameters.Values, 1, step.Values, moved.Values);
            moved.Pack();
            var (origin, image) = (layer.Image(), layer.Image());
            layer.Operator.Apply(input, layer.Parameters, origin);
            layer.Operator.Apply(input, moved, image);
            var reached = VectorKernels.SquaredDistance(image.Values, origin.Values) / Math.Max(VectorKernels.SquaredNorm(step.Values), 1e-30);
            Assert.True(reached <= estimate * 1.001 && estimate <= 1.05 * certified * 1.0001, $"{layer.Map}: {reached} ≤ {estimate} ≤ {certified} fails.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ASteadyEvaluationAllocatesNothing(string name)
    {
        foreach (var layer in new Layers(name))
        {
            var (input, gradient) = (new LayerInput(layer.Activations("z"), layer.Data), layer.Map.CreateGradient());
            var (x, back) = (layer.Image(), new Matrix(Samples, layer.Map.Inputs));
            Evaluate();
            Evaluate();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Evaluate();
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

            void Evaluate()
            {
                layer.Operator.Apply(input, layer.Parameters, x);
                layer.Operator.ApplyAdjoint(layer.Error, layer.Parameters, back);
                layer.Operator.Correlate(layer.Error, input, layer.Parameters, gradient);
            }
        }
    }

    private static double Dot(Matrix a, Matrix b) => PotentialCases.Dot(PotentialCases.Widen(a.Values), PotentialCases.Widen(b.Values));

    private static double Tolerance(Matrix x, Matrix e) =>
        100 * PotentialCases.Epsilon * (1 + Math.Sqrt(VectorKernels.SquaredNorm(x.Values) * VectorKernels.SquaredNorm(e.Values)));

    /// <summary>The layers of an architecture with random parameters, data and errors.</summary>
    private sealed class Layers(string name) : List<Layer>(Of(name))
    {
        private static IEnumerable<Layer> Of(string name)
        {
            var network = ArchitectureCases.Build(name);
            var parameters = ArchitectureCases.Parameters(network, 3);
            return network.Layers.Select((layer, l) => new Layer(layer.Map, parameters[l]));
        }
    }

    private sealed class Layer(LayerMap map, LayerParameters parameters)
    {
        public LayerMap Map => map;

        public LayerParameters Parameters => parameters;

        public LayerOperator Operator { get; } = map.CreateOperator(Samples);

        public Matrix Data { get; } = TinyProblems.Gaussian(Samples, ArchitectureCases.Height * ArchitectureCases.Width, 1, "data");

        public Matrix Error { get; } = TinyProblems.Gaussian(Samples, map.Outputs, 2, "error");

        public Matrix Activations(string purpose) => TinyProblems.Gaussian(Samples, map.Inputs, 3, purpose);

        public Matrix Image() => new(Samples, map.Outputs);
    }
}
