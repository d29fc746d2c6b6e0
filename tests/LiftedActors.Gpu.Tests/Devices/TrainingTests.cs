using LiftedActors.Gpu.Devices;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Gpu.Tests.Devices;

/// <summary>The same blocks train on the device as on the host, up to the order of sums.</summary>
public sealed class TrainingTests
{
    private const int Iterations = 2;
    private static readonly double Bound = 100 * Pair.Tolerance;
    private readonly AcceleratorDevice _device = Checking.Device;

    public static TheoryData<string, string> Methods => new()
    {
        { "one sweep and Adam", "relu" },
        { "one sweep and Adam", "tanh" },
        { "three colours and prox-linear", "relu" },
        { "three colours and prox-linear", "sigmoid" },
        { "proximal term and gradient descent", "soft-threshold" },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_run_on_the_device_is_that_on_the_host(string method, string activation)
    {
        var (expected, actual) = (Solver(method, activation, ComputeDevice.Host), Solver(method, activation, _device));
        for (var k = 0; k < Iterations; k++)
        {
            var (onHost, onDevice) = (expected.Step(), actual.Step());
            AssertNear(onHost.Objective, onDevice.Objective);
            AssertNear(onHost.Loss, onDevice.Loss);
            Assert.Equal(onHost.Rejected, onDevice.Rejected);
        }

        foreach (var (onHost, onDevice) in expected.Objective.CurrentParameters.Zip(actual.Objective.CurrentParameters))
        {
            for (var i = 0; i < onHost.Flat.Length; i++)
            {
                AssertNear(onHost.Values[i], onDevice.Values[i]);
            }
        }
    }

    public static TheoryData<string> Inversions => ["prox-linear", "nesterov", "all at once"];

    /// <summary>The regulariser works on the host, wherever the values lie.</summary>
    [Theory]
    [MemberData(nameof(Inversions))]
    public void An_inversion_on_the_device_is_that_on_the_host(string name)
    {
        var method = name switch
        {
            "prox-linear" => LiftedMethod.Inversion(new LiftedBregman(2), new ProxLinear(), new ThreeColour(), 2, 2),
            "nesterov" => LiftedMethod.Inversion(new LiftedBregman(2), new Nesterov(2), new BackwardGaussSeidel(), 1, 1),
            _ => LiftedMethod.Inversion(new LiftedBregman(2), new ProxLinear(), new Jacobi(), 2, 1),
        };
        var problem = TinyProblems.Inversion("relu", 3, 0.05, 4, 5, 6);
        var (expected, actual) = (new SequentialSolver(new LiftedObjective(problem, method)), new SequentialSolver(new LiftedObjective(problem, method, _device)));
        for (var k = 0; k < Iterations; k++)
        {
            AssertNear(expected.Step().Objective, actual.Step().Objective);
        }

        var (onHost, onDevice) = (Matrix.Of(expected.Objective.CurrentInputs), Matrix.Of(actual.Objective.CurrentInputs));
        for (var i = 0; i < onHost.Length; i++)
        {
            AssertNear(onHost.Values[i], onDevice.Values[i]);
        }
    }

    [Fact]
    public void A_run_goes_on_from_a_checkpoint_to_the_bit_and_on_the_host_nearly()
    {
        const string Method = "three colours and prox-linear";
        var whole = Solver(Method, "relu", _device);
        whole.Step();
        var states = whole.Objective.Blocks.Select(block => block.Save()).ToArray();
        var expected = whole.Step().Objective;

        foreach (var device in (ComputeDevice[])[_device, ComputeDevice.Host])
        {
            var objective = Lift(Method, "relu", device);
            objective.Restore(states);
            var actual = new SequentialSolver(objective, 1).Step().Objective;
            if (device == _device)
            {
                Assert.Equal(expected, actual);
            }
            else
            {
                AssertNear(expected, actual);
            }
        }
    }

    [Fact]
    public void A_tally_counts_what_the_device_allocates()
    {
        var tally = new MemoryTally();
        Lift("three colours and prox-linear", "relu", tally);
        using var device = GpuDevices.OpenForChecking(null);
        var empty = device.UsedBytes;
        Lift("three colours and prox-linear", "relu", device);

        // Beside what is counted there are the common scratch and one value in place of each empty matrix.
        var scratch = sizeof(double) * (NormLaunches.Scratch(6, 5) + 10);
        Assert.InRange(device.UsedBytes - empty, tally.Bytes, tally.Bytes + scratch);
    }

    private static SequentialSolver Solver(string method, string activation, ComputeDevice device) => new(Lift(method, activation, device));

    private static LiftedObjective Lift(string method, string activation, ComputeDevice device) =>
        new(TinyProblems.Regression(activation, 6, 1, 4, 5, 3), Method(method), new Initialisation(), device);

    private static LiftedMethod Method(string name) => name switch
    {
        "one sweep and Adam" => TinyProblems.Method(new OneSweep(), new FixedPoint(), new Adam(0.01), new ImplicitStochasticGradient(3)),
        "three colours and prox-linear" => TinyProblems.Method(new ThreeColour(), new ProxLinear(), new ProxLinear(), new FullBatch()),
        _ => TinyProblems.Method(new ThreeColour(), new ProxLinear(), new GradientDescent(0.01), new ImplicitStochasticGradient(3, 2, 0.5)),
    };

    private static void AssertNear(double expected, double actual) =>
        Assert.InRange(actual, expected - (Bound * (1 + Math.Abs(expected))), expected + (Bound * (1 + Math.Abs(expected))));
}
