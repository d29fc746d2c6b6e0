using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Devices;

namespace LiftedActors.Gpu.Devices;

/// <summary>
/// Norm bounds on an accelerator, by the iteration of the model's SpectralNorm. Lengths stay on the device from one iteration to the next;
/// the host waits once per bound.
/// </summary>
internal sealed class PowerIteration : SpectralBounds
{
    private const double Margin = 1.05;
    private const int ColdIterations = 30;
    private const int WarmIterations = 3;
    private readonly AcceleratorDevice _device;
    private readonly AcceleratorMatrix _vector;
    private readonly AcceleratorMatrix _start;
    private readonly AcceleratorMatrix _image;
    private bool _isCold = true;

    public PowerIteration(AcceleratorDevice device, int rows, int columns)
    {
        _device = device;
        _vector = device.CreateMatrix(1, columns);
        _start = device.CreateMatrix(1, columns);
        _image = device.CreateMatrix(1, rows);
    }

    public override double Estimate(DeviceMatrix a)
    {
        using var turn = _device.Turn();
        var (matrix, norms) = ((AcceleratorMatrix)a, _device.Lane.Norms);
        norms.Copy(_vector, _start);
        var image = _image.Values.SubView(0, a.Rows);
        if (_isCold)
        {
            norms.StartFromColumnSums(matrix, _vector.Values, image);
        }

        var squared = 0.0;
        for (var left = _isCold ? ColdIterations : WarmIterations; left > 0; left--)
        {
            norms.Normalise(_vector.Values);
            norms.Multiply(matrix, _vector.Values, image);
            squared = left == 1 ? norms.SquaredNorm(image) : squared;
            norms.MultiplyTransposed(matrix, image, _vector.Values);
        }

        _isCold = squared == 0;
        return Margin * squared;
    }

    public override double Certified(DeviceMatrix a)
    {
        using var turn = _device.Turn();
        return _device.Lane.Norms.Certified((AcceleratorMatrix)a);
    }

    public override void Restart()
    {
        _device.Clear(_vector);
        _isCold = true;
    }

    public override Real[] Save() => _device.Download(_start);

    public override void Restore(ReadOnlySpan<Real> start)
    {
        _device.Upload(start, _vector);
        _isCold = !start.ContainsAnyExcept((Real)0);
    }
}
