using LiftedActors.Gpu.Devices;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Structured;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Gpu.Checking;

/// <summary>How far an operation of a device is from its reference.</summary>
/// <param name="Name">The operation.</param>
/// <param name="RelativeError">The largest difference over the largest value of the reference.</param>
public sealed record ComparedOperation(string Name, double RelativeError);

/// <summary>
/// Compares the operations of a device with references: products with sums in double by their definition, everything else with the host's kernels.
/// </summary>
public sealed class GpuComparison
{
    private readonly ComputeDevice _device;
    private readonly int _rows;
    private readonly int _columns;
    private readonly List<ComparedOperation> _compared = [];

    private GpuComparison(ComputeDevice device, int rows, int columns) => (_device, _rows, _columns) = (device, rows, columns);

    private static ComputeDevice Host => ComputeDevice.Host;

    /// <summary>Compares on matrices of a size.</summary>
    public static IReadOnlyList<ComparedOperation> Run(ComputeDevice device, int rows, int columns)
    {
        var comparison = new GpuComparison(device, rows, columns);
        comparison.Products();
        foreach (var word in PotentialCatalogue.Words.Where(word => PotentialLaunches.Exist(PotentialCatalogue.Create(word))))
        {
            comparison.Potential(word);
        }

        comparison.Layer("convolution", Convolved(new ConvolutionWindow(3, 3) { Padding = 1 }));
        comparison.Layer("strided convolution with reflection", Convolved(new ConvolutionWindow(5, 5) { Stride = 2, Padding = 2, Mode = PaddingMode.Reflect }));
        comparison.Layer("means and a dense matrix", Pooled());
        comparison.Updates();
        comparison.Norms();
        return comparison._compared;
    }

    private void Products()
    {
        var map = new Affine(_columns, _columns + 3);
        var (z, error) = (Gaussian(_rows, map.Inputs, 1), Gaussian(_rows, map.Outputs, 2));
        var theta = Gaussian(1, (int)map.ParameterCount, 3);
        var (parameters, gradient) = (_device.CreateParameters(map), _device.CreateGradient(map));
        _device.Upload(theta.Values, parameters.Flat);
        _device.Pack(parameters);
        var (x, feedback) = (_device.CreateMatrix(_rows, map.Outputs), _device.CreateMatrix(_rows, map.Inputs));
        var (onZ, onError) = (Upload(z), Upload(error));
        _device.Apply(onZ, parameters, x);
        _device.ApplyAdjoint(onError, parameters, feedback);
        _device.Correlate(onError, onZ, gradient);

        var (inputs, outputs) = (map.Inputs, map.Outputs);
        Add("product x = z Wᵀ + b", _device.Download(x), Filled(_rows, outputs, (i, j) => theta.Values[(outputs * inputs) + j] + Dot(inputs, k => (z.Row(i)[k], theta.Values[(j * inputs) + k]))));
        Add("product e W", _device.Download(feedback), Filled(_rows, inputs, (i, j) => Dot(outputs, k => (error.Row(i)[k], theta.Values[(k * inputs) + j]))));
        Add("product eᵀz", _device.Download(((IAffineParameters)gradient).Weights), Filled(outputs, inputs, (i, j) => Dot(_rows, k => (error.Row(k)[i], z.Row(k)[j]))));
        Add("sum of rows", _device.Download(gradient.Flat)[(outputs * inputs)..], Filled(1, outputs, (_, j) => Dot(_rows, k => (error.Row(k)[j], 1))));
    }

    /// <summary>A layer of planes of 12 × 10 pixels, with both adjoints.</summary>
    private void Layer(string name, StructuredMap map)
    {
        var (onHost, onDevice) = (Host.CreateOperator(map, _rows), _device.CreateOperator(map, _rows));
        var (theta, parameters) = (map.CreateParameters(), _device.CreateParameters(map));
        new RandomStream(5, "gpu comparison").FillGaussian(theta.Values, 1);
        theta.Pack();
        _device.Upload(theta.Values, parameters.Flat);
        var (z, error) = (Gaussian(_rows, map.Inputs, 6), Gaussian(_rows, map.Outputs, 7));
        var (onZ, onError) = (Upload(z), Upload(error));
        var (x, feedback, gradient) = (new Matrix(_rows, map.Outputs), new Matrix(_rows, map.Inputs), map.CreateGradient());
        var (actualX, actualFeedback, actualGradient) = (_device.CreateMatrix(_rows, map.Outputs), _device.CreateMatrix(_rows, map.Inputs), _device.CreateGradient(map));
        onHost.Apply(new LayerInput(z), theta, x);
        onHost.ApplyAdjoint(error, theta, feedback);
        onHost.Correlate(error, new LayerInput(z), theta, gradient);
        onDevice.Apply(new LayerInput(onZ), parameters, actualX);
        onDevice.ApplyAdjoint(onError, parameters, actualFeedback);
        onDevice.Correlate(onError, new LayerInput(onZ), parameters, actualGradient);
        Add(name, _device.Download(actualX), Widen(x));
        Add($"adjoint of {name}", _device.Download(actualFeedback), Widen(feedback));
        Add($"gradient of {name}", _device.Download(actualGradient.Flat), Widen(gradient.Flat));
    }

    private static StructuredMap Convolved(ConvolutionWindow window)
    {
        var geometry = new ConvolutionGeometry(new PlanesShape(2, 12, 10), 4, window);
        var z = new Below(geometry.Input.Length);
        return new StructuredMap(
            z.Width,
            [new("filters", [4, 2, window.Height, window.Width], geometry.Patch), new("bias", [4], 0)],
            new ConvolutionOperation(0, geometry).On(z) + new Bias(1, 4, geometry.Output.Pixels));
    }

    private static StructuredMap Pooled()
    {
        var geometry = new PoolingGeometry(new PlanesShape(2, 12, 10), 2);
        var z = new Below(geometry.Input.Length);
        var means = new PoolingOperation(geometry).On(z);
        return new StructuredMap(z.Width, [new("weight", [7, means.Width], means.Width)], new DenseOperation(0, means.Width, 7).On(means));
    }

    private void Potential(string word)
    {
        var penalty = new BregmanPenalty(PotentialCatalogue.Create(word), 2.5);
        var (x, z, feedback) = (Gaussian(_rows, _columns, 1), Gaussian(_rows, _columns, 2), Gaussian(_rows, _columns, 3));
        penalty.Activation.Activate(z, z);
        var (onX, onZ, onFeedback) = (Upload(x), Upload(z), Upload(feedback));
        var (expected, actual) = (new Matrix(_rows, _columns), _device.CreateMatrix(_rows, _columns));
        var sum = Host.Error(penalty, x, z, expected);
        _compared.Add(new ComparedOperation($"penalty of {word}", Math.Abs(_device.Error(penalty, onX, onZ, actual) - sum) / Math.Max(1, Math.Abs(sum))));
        Add($"error of {word}", _device.Download(actual), Widen(expected));
        foreach (var step in (double[])[0.2, double.PositiveInfinity])
        {
            Host.ProximalGradient(penalty, new ActivationPoint(z, x, feedback), step, expected);
            _device.ProximalGradient(penalty, new ActivationPoint(onZ, onX, onFeedback), step, actual);
            Add($"proximal gradient of {word}, g = {step}", _device.Download(actual), Widen(expected));
        }

        Host.Prox(penalty, 0.4, x);
        _device.Prox(penalty, 0.4, onX);
        Add($"prox of {word}", _device.Download(onX), Widen(x));
    }

    private void Updates()
    {
        var (current, gradient) = (Gaussian(_rows, _columns, 1), Gaussian(_rows, _columns, 2));
        var (onCurrent, onGradient) = (Upload(current), Upload(gradient));
        Step(Host, (current, gradient), (new Matrix(_rows, _columns), new Matrix(_rows, _columns)));
        Step(_device, (onCurrent, onGradient), (_device.CreateMatrix(_rows, _columns), _device.CreateMatrix(_rows, _columns)));
        Add("sum, scale and Adam", _device.Download(onGradient), Widen(gradient));
        var distance = Host.SquaredDistance(current, gradient);
        _compared.Add(new ComparedOperation("squared distance", Math.Abs(_device.SquaredDistance(onCurrent, onGradient) - distance) / distance));

        static void Step(ComputeDevice on, (DeviceMatrix Current, DeviceMatrix Next) at, (DeviceMatrix First, DeviceMatrix Second) moments)
        {
            on.Scale(at.Next, (Real)0.5, at.Next, Portion.All(at.Next));
            on.Combine(at.Next, (Real)0.3, at.Current, at.Next, Portion.All(at.Next));
            on.Adam(at.Current, new AdamMoments(moments.First, moments.Second, (Real)0.03, (Real)1e-8), at.Next, Portion.All(at.Next));
        }
    }

    private void Norms()
    {
        var a = Gaussian(_rows, _columns, 4);
        var (expected, actual, onA) = (Host.CreateSpectralBounds(_rows, _columns), _device.CreateSpectralBounds(_rows, _columns), Upload(a));
        var (estimate, certified) = (expected.Estimate(a), expected.Certified(a));
        _compared.Add(new ComparedOperation("power iteration", Math.Abs(actual.Estimate(onA) - estimate) / estimate));
        _compared.Add(new ComparedOperation("certified norm", Math.Abs(actual.Certified(onA) - certified) / certified));
    }

    private void Add(string name, Real[] actual, double[] expected)
    {
        var (difference, largest) = (0.0, double.Epsilon);
        for (var i = 0; i < expected.Length; i++)
        {
            // Not Math.Max alone: a value that is not a number must not go unseen.
            var off = Math.Abs(actual[i] - expected[i]);
            difference = off <= difference ? difference : off;
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }

        _compared.Add(new ComparedOperation(name, difference / largest));
    }

    private DeviceMatrix Upload(Matrix matrix)
    {
        var target = _device.CreateMatrix(matrix.Rows, matrix.Columns);
        _device.Upload(matrix.Values, target);
        return target;
    }

    private static Matrix Gaussian(int rows, int columns, long seed)
    {
        var matrix = new Matrix(rows, columns);
        new RandomStream(seed, "gpu comparison").FillGaussian(matrix.Values, 1);
        return matrix;
    }

    private static double[] Filled(int rows, int columns, Func<int, int, double> at) =>
        [.. Enumerable.Range(0, rows).SelectMany(i => Enumerable.Range(0, columns).Select(j => at(i, j)))];

    private static double Dot(int length, Func<int, (double, double)> factors)
    {
        var sum = 0.0;
        for (var k = 0; k < length; k++)
        {
            var (a, b) = factors(k);
            sum += a * b;
        }

        return sum;
    }

    private static double[] Widen(Matrix matrix) => [.. matrix.Values.ToArray().Select(value => (double)value)];
}
