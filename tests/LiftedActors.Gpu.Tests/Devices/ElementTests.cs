using LiftedActors.Gpu.Devices;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Tests.Potentials;

namespace LiftedActors.Gpu.Tests.Devices;

/// <summary>Every pass over elements gives what the host gives.</summary>
public sealed class ElementTests
{
    private const int Rows = 5;
    private const int Columns = 7;
    private readonly AcceleratorDevice _device = Checking.Device;

    public static TheoryData<string, int> Potentials
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (word, variant) in PotentialCases.All.Select(row => ((string)row[0], (int)row[1])))
            {
                if (PotentialLaunches.Exist(PotentialCases.Create(word, variant)))
                {
                    data.Add(word, variant);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Potentials))]
    public void The_penalty_and_its_error_are_those_of_the_host(string word, int variant)
    {
        var penalty = new BregmanPenalty(PotentialCases.Create(word, variant), 2.5);
        var (x, z, error) = (Pair.Gaussian(_device, Rows, Columns, 1), InDomain(penalty.Activation), Pair.Zero(_device, Rows, Columns));

        var expected = ComputeDevice.Host.Error(penalty, x.Host, z.Host, error.Host);
        var actual = _device.Error(penalty, x.Device, z.Device, error.Device);

        Pair.AssertClose(expected, actual, 1 + Math.Abs(expected));
        error.AssertEqual();
    }

    [Theory]
    [MemberData(nameof(Potentials))]
    public void The_other_penalties_are_those_of_the_host_or_refused(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        foreach (var penalty in (LayerPenalty[])[new QuadraticPenalty(potential, 2.5, Columns), new AuxiliaryCoordinatePenalty(potential, 2.5), new NoPenalty(potential)])
        {
            var (x, z, error) = (Pair.Gaussian(_device, Rows, Columns, 1), InDomain(potential), Pair.Zero(_device, Rows, Columns));
            if (potential is Softmax && penalty is not NoPenalty)
            {
                Assert.Contains("--device cpu", Assert.Throws<NotSupportedException>(() => _device.Error(penalty, x.Device, z.Device, error.Device)).Message, StringComparison.Ordinal);
                continue;
            }

            var expected = ComputeDevice.Host.Error(penalty, x.Host, z.Host, error.Host);
            var actual = _device.Error(penalty, x.Device, z.Device, error.Device);

            Pair.AssertClose(expected, actual, 1 + Math.Abs(expected));
            error.AssertEqual();
        }
    }

    [Theory]
    [MemberData(nameof(Potentials))]
    public void Steps_and_proxes_are_those_of_the_host(string word, int variant)
    {
        var penalty = new BregmanPenalty(PotentialCases.Create(word, variant), 2.5);
        var (x, z, feedback) = (Pair.Gaussian(_device, Rows, Columns, 1), InDomain(penalty.Activation), Pair.Gaussian(_device, Rows, Columns, 2));
        var next = Pair.Zero(_device, Rows, Columns);
        foreach (var step in (double[])[0.1, 3, double.PositiveInfinity])
        {
            ComputeDevice.Host.ProximalGradient(penalty, new ActivationPoint(z.Host, x.Host, feedback.Host), step, next.Host);
            _device.ProximalGradient(penalty, new ActivationPoint(z.Device, x.Device, feedback.Device), step, next.Device);
            next.AssertEqual();

            var move = ComputeDevice.Host.MeasuredProximalGradient(penalty, new ActivationPoint(z.Host, x.Host, feedback.Host), step, next.Host);
            var measured = _device.MeasuredProximalGradient(penalty, new ActivationPoint(z.Device, x.Device, feedback.Device), step, next.Device);
            Pair.AssertClose(move, measured, 1 + move);
            next.AssertEqual();
        }

        ComputeDevice.Host.Activate(penalty.Activation, x.Host, next.Host);
        _device.Activate(penalty.Activation, x.Device, next.Device);
        next.AssertEqual();

        ComputeDevice.Host.Prox(penalty, 0.4, x.Host);
        _device.Prox(penalty, 0.4, x.Device);
        x.AssertEqual();
    }

    [Fact]
    public void Linear_passes_and_Adam_are_those_of_the_host_in_a_portion()
    {
        var (a, b, c) = (Pair.Gaussian(_device, 1, 40, 1), Pair.Gaussian(_device, 1, 40, 2), Pair.Gaussian(_device, 1, 40, 3));
        var (first, second) = (Pair.Zero(_device, 1, 40), Pair.Zero(_device, 1, 40));
        var portion = new Portion(9, 25);
        foreach (var (on, at) in (IEnumerable<(ComputeDevice, Func<Pair, DeviceMatrix>)>)[(ComputeDevice.Host, pair => pair.Host), (_device, pair => pair.Device)])
        {
            on.Scale(at(a), 3, at(b), portion);
            on.Combine(at(a), (Real)(-0.7), at(b), at(c), portion);
            for (var step = 0; step < 3; step++)
            {
                on.Adam(at(a), new AdamMoments(at(first), at(second), (Real)0.03, (Real)1e-8), at(c), portion);
            }
        }

        Assert.All([b, c, first, second], pair => pair.AssertEqual());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Steps_that_measure_their_move_are_those_of_the_host(int summands)
    {
        var gradient = Enumerable.Range(0, summands).Select(k => Pair.Gaussian(_device, 1, 40, 10 + k)).ToArray();
        var (current, next) = (Pair.Gaussian(_device, 1, 40, 1), Pair.Zero(_device, 1, 40));
        var (first, second) = (Pair.Zero(_device, 1, 40), Pair.Zero(_device, 1, 40));
        WeightedMatrix[] onHost = [.. gradient.Select(pair => new WeightedMatrix((Real)0.3, pair.Host))];
        WeightedMatrix[] onDevice = [.. gradient.Select(pair => new WeightedMatrix((Real)0.3, pair.Device))];

        var expected = ComputeDevice.Host.Descend(onHost, current.Host, 0.7, next.Host);
        Pair.AssertClose(expected, _device.Descend(onDevice, current.Device, 0.7, next.Device), expected);
        next.AssertEqual();

        for (var step = 0; step < 2; step++)
        {
            expected = ComputeDevice.Host.Adam(onHost, current.Host, new AdamMoments(first.Host, second.Host, (Real)0.3, (Real)1e-3), next.Host);
            var actual = _device.Adam(onDevice, current.Device, new AdamMoments(first.Device, second.Device, (Real)0.3, (Real)1e-3), next.Device);
            Pair.AssertClose(expected, actual, 1 + expected);
            Assert.All([first, second, next], pair => pair.AssertEqual());
        }
    }

    [Fact]
    public void Penalties_of_weights_and_their_proxes_are_those_of_the_host()
    {
        var (weights, portion) = (Pair.Gaussian(_device, 1, 700, 1), new Portion(9, 650));
        var (expected, actual) = (ComputeDevice.Host.Magnitudes(weights.Host, portion), _device.Magnitudes(weights.Device, portion));
        Pair.AssertClose(expected.Sum, actual.Sum, expected.Sum);
        Pair.AssertClose(expected.Squares, actual.Squares, expected.Squares);

        ComputeDevice.Host.Shrink(weights.Host, 0.4, 0.7, portion);
        _device.Shrink(weights.Device, 0.4, 0.7, portion);
        weights.AssertEqual();
        Assert.Contains(weights.Host.Values.ToArray(), value => value == 0);
    }

    [Fact]
    public void Copies_come_back_as_they_were()
    {
        var (a, b) = (Pair.Gaussian(_device, 3, 4, 1), Pair.Zero(_device, 3, 4));
        _device.Copy(a.Device, b.Device);
        Assert.Equal(a.Host.Values.ToArray(), _device.Download(b.Device));
        _device.Clear(b.Device);
        Assert.Equal(new Real[12], _device.Download(b.Device));
    }

    [Fact]
    public void Rows_are_gathered_as_on_the_host()
    {
        var (samples, target) = (Pair.Gaussian(_device, 9, 4, 1), Pair.Zero(_device, 6, 4));
        foreach (var rows in (int[][])[[8, 0, 3], [1, 1, 2, 7, 5, 4], []])
        {
            ComputeDevice.Host.Gather(samples.Host, rows, target.Host);
            _device.Gather(_device.Hold(samples.Host), rows, target.Device);
            target.AssertEqual();
        }
    }

    [Fact]
    public void Distances_are_those_of_the_host_and_repeat_their_bits()
    {
        var (a, b) = (Pair.Gaussian(_device, 30, 41, 1), Pair.Gaussian(_device, 30, 41, 2));
        var expected = ComputeDevice.Host.SquaredDistance(a.Host, b.Host);
        var actual = _device.SquaredDistance(a.Device, b.Device);
        Pair.AssertClose(expected, actual, expected);
        Assert.Equal(actual, _device.SquaredDistance(a.Device, b.Device));
    }

    [Fact]
    public void Values_that_are_not_numbers_stay_seen()
    {
        foreach (var word in PotentialCatalogue.Words.Where(word => PotentialLaunches.Exist(PotentialCatalogue.Create(word))))
        {
            var penalty = new BregmanPenalty(PotentialCatalogue.Create(word), 1);
            var (x, z, error) = (new Matrix(1, 3), new Matrix(1, 3), _device.CreateMatrix(1, 3));
            x.Values.Fill(Real.NaN);
            var (onDevice, at) = (new Pair(_device, x), new Pair(_device, z));
            Assert.False(double.IsFinite(_device.Error(penalty, onDevice.Device, at.Device, error)), word);
        }
    }

    [Theory]
    [InlineData("sparsemax")]
    [InlineData("group-soft-threshold")]
    [InlineData("group-ball")]
    public void An_activation_without_kernels_is_refused(string word)
    {
        var (x, penalty) = (Pair.Gaussian(_device, 2, 4, 1), new BregmanPenalty(PotentialCatalogue.Create(word), 1));
        var fault = Assert.Throws<NotSupportedException>(() => _device.Prox(penalty, 0.4, x.Device));
        Assert.Contains("--device cpu", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_of_the_host_is_refused() =>
        Assert.Throws<InvalidCastException>(() => _device.Clear(new Matrix(1, 1)));

    private Pair InDomain(ConvexPotential potential)
    {
        var random = new RandomStream(3, "domain");
        var z = new Matrix(Rows, Columns);
        for (var row = 0; row < Rows; row++)
        {
            PotentialCases.InDomain(potential, ref random, Columns).CopyTo(z.Row(row));
        }

        return new Pair(_device, z);
    }
}
