using LiftedActors.Gpu.Devices;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Structured;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Networks.Structured;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Gpu.Tests.Devices;

/// <summary>Every layer of every architecture is on the device what it is on the host.</summary>
public sealed class StructuredTests
{
    private const int Samples = 3;
    private const int Capacity = 4;
    private readonly AcceleratorDevice _device = Checking.Device;

    public static TheoryData<string> Names => ArchitectureCases.Names;

    public static TheoryData<int, int, int, PaddingMode> Windows => new()
    {
        { 3, 1, 1, PaddingMode.Zero }, { 3, 1, 2, PaddingMode.Reflect }, { 3, 2, 0, PaddingMode.Zero }, { 2, 3, 1, PaddingMode.Zero }, { 5, 2, 3, PaddingMode.Reflect }, { 1, 1, 0, PaddingMode.Zero },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_layer_gives_the_image_both_adjoints_and_the_bounds_of_the_host(string name)
    {
        var network = ArchitectureCases.Build(name);
        foreach (var (layer, theta) in network.Layers.Zip(ArchitectureCases.Parameters(network, 3)))
        {
            Check(layer.Map, theta);
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Every_window_is_convolved_as_on_the_host(int side, int stride, int padding, PaddingMode mode)
    {
        var window = new ConvolutionWindow(side, side) { Stride = stride, Padding = padding, Mode = mode };
        var geometry = new ConvolutionGeometry(new PlanesShape(2, 6, 7), 3, window);
        ParameterTensor[] tensors = [new("filters", [3, 2, side, side], 1), new("bias", [3], 0)];
        var (below, operation) = (new Below(geometry.Input.Length), new ConvolutionOperation(0, geometry));
        var map = new StructuredMap(below.Width, [.. tensors], operation.On(below) + new Bias(1, 3, geometry.Output.Pixels));
        Check(map, Drawn(map));

        var code = new Below(geometry.Output.Length);
        var synthesis = new StructuredMap(code.Width, [tensors[0]], operation.Adjoint().On(code));
        Check(synthesis, Drawn(synthesis));
    }

    /// <summary>A part that two others read, and a tensor that acts twice: adjoints add up.</summary>
    [Fact]
    public void Shared_parts_and_tensors_add_up()
    {
        var z = new Below(6);
        var once = new DenseOperation(0, 6, 6).On(z);
        var map = new StructuredMap(6, [new("weight", [6, 6], 6)], once + (0.5 * new DenseOperation(0, 6, 6).On(once)) - (2 * z));

        Check(map, Drawn(map));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_architecture_trains_as_on_the_host(string name)
    {
        var network = ArchitectureCases.Build(name);
        var problem = new TrainingProblem(network, TinyProblems.Gaussian(4, network.Inputs, 1, "input"), TinyProblems.Gaussian(4, network.Outputs, 1, "target"), 1);
        var method = TinyProblems.Method(new OneSweep(), new FixedPoint(), new Adam(0.01), new ImplicitStochasticGradient(2));
        var (expected, actual) = (Solver(problem, method, ComputeDevice.Host), Solver(problem, method, _device));
        for (var k = 0; k < 2; k++)
        {
            var (onHost, onDevice) = (expected.Step(), actual.Step());
            Assert.Equal(onHost.Objective, onDevice.Objective, 1000 * Pair.Tolerance * (1 + Math.Abs(onHost.Objective)));
        }
    }

    [Fact]
    public void Steps_with_bounds_descend_on_the_device_as_on_the_host()
    {
        var network = ArchitectureCases.Build("residual");
        var problem = new TrainingProblem(network, TinyProblems.Gaussian(4, network.Inputs, 1, "input"), TinyProblems.Gaussian(4, network.Outputs, 1, "target"), 1);
        var method = TinyProblems.Method(new ThreeColour(), new ProxLinear(), new ProxLinear(), new FullBatch());
        var (expected, actual) = (Solver(problem, method, ComputeDevice.Host), Solver(problem, method, _device));
        var before = double.PositiveInfinity;
        for (var k = 0; k < 2; k++)
        {
            var (onHost, onDevice) = (expected.Step().Objective, actual.Step().Objective);
            Assert.Equal(onHost, onDevice, 1000 * Pair.Tolerance * (1 + Math.Abs(onHost)));
            Assert.True(onDevice <= before, $"F rose from {before} to {onDevice}.");
            before = onDevice;
        }
    }

    [Fact]
    public void A_tally_counts_the_buffers_of_expressions()
    {
        var map = ArchitectureCases.Build("dual forward–backward").Layers[1].Map;
        var tally = new MemoryTally();
        tally.CreateOperator(map, Capacity);
        using var device = GpuDevices.OpenForChecking(null);
        var empty = device.UsedBytes;
        device.CreateOperator(map, Capacity);

        // Beside what is counted there are the tables of the convolution.
        Assert.InRange(device.UsedBytes - empty, tally.Bytes, tally.Bytes + (sizeof(int) * 3 * 9 * ArchitectureCases.Height * ArchitectureCases.Width));
    }

    [Fact]
    public void A_tally_lifts_steps_with_bounds_without_a_value()
    {
        var network = ArchitectureCases.Build("residual");
        var problem = new TrainingProblem(network, TinyProblems.Gaussian(4, network.Inputs, 1, "input"), TinyProblems.Gaussian(4, network.Outputs, 1, "target"), 1);
        var tally = new MemoryTally();

        _ = new LiftedObjective(problem, TinyProblems.Method(new ThreeColour(), new ProxLinear(), new ProxLinear(), new FullBatch()), new Initialisation(), tally);

        Assert.True(tally.Bytes > sizeof(Real) * network.Layers.Sum(layer => layer.Map.ParameterCount));
    }

    private void Check(LayerMap map, LayerParameters theta)
    {
        var (onHost, onDevice) = (ComputeDevice.Host.CreateOperator(map, Capacity), _device.CreateOperator(map, Capacity));
        var parameters = _device.CreateParameters(map);
        _device.Upload(theta.Values, parameters.Flat);
        var (z, data, e) = (Pair.Gaussian(_device, Samples, map.Inputs, 1), Pair.Gaussian(_device, Samples, ArchitectureCases.Height * ArchitectureCases.Width, 2), Pair.Gaussian(_device, Samples, map.Outputs, 3));
        var (x, feedback) = (Pair.Zero(_device, Samples, map.Outputs), Pair.Zero(_device, Samples, map.Inputs));
        var (expected, actual) = (map.CreateGradient(), _device.CreateGradient(map));
        var (host, device) = (new LayerInput(z.Host, data.Host), new LayerInput(z.Device, data.Device));
        onHost.Apply(host, theta, x.Host);
        onDevice.Apply(device, parameters, x.Device);
        x.AssertEqual();
        onHost.ApplyAdjoint(e.Host, theta, feedback.Host);
        onDevice.ApplyAdjoint(e.Device, parameters, feedback.Device);
        feedback.AssertEqual();

        // Twice, as a gradient must not add to that of the batch before.
        for (var k = 0; k < 2; k++)
        {
            onHost.Correlate(e.Host, host, theta, expected);
            onDevice.Correlate(e.Device, device, parameters, actual);
            Pair.AssertClose(expected.Flat, _device.Download(actual.Flat));
        }

        var (norm, sameNorm) = (ComputeDevice.Host.CreateWeightBounds(map), _device.CreateWeightBounds(map));
        Pair.AssertClose(norm.Certified(theta), sameNorm.Certified(parameters), 1 + norm.Certified(theta));
        var (bound, sameBound) = (ComputeDevice.Host.CreateInputBounds(map, Capacity), _device.CreateInputBounds(map, Capacity));
        Pair.AssertClose(bound.Certified(host, theta), sameBound.Certified(device, parameters), 1 + bound.Certified(host, theta));
    }

    private static LayerParameters Drawn(LayerMap map)
    {
        var theta = map.CreateParameters();
        new RandomStream(4, "theta").FillGaussian(theta.Values, 0.5);
        theta.Pack();
        return theta;
    }

    private static SequentialSolver Solver(TrainingProblem problem, LiftedMethod method, ComputeDevice device) =>
        new(new LiftedObjective(problem, method, new Initialisation(), device));
}
