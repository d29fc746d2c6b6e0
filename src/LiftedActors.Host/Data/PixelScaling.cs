using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Data;

/// <summary>What happens to grey values before a network sees them: (value − mean) / deviation.</summary>
/// <param name="Mean">What is subtracted.</param>
/// <param name="Deviation">What is divided by.</param>
public sealed record PixelScaling(double Mean, double Deviation)
{
    /// <summary>Values stay as they are.</summary>
    public static PixelScaling Unit { get; } = new(0, 1);

    /// <summary>Mean and standard deviation of all values of some rows, summed in double, in order; a deviation of zero is taken as one.</summary>
    public static PixelScaling Standard(IRows images)
    {
        var (sum, squares, row) = (0.0, 0.0, new Real[images.Columns]);
        for (var i = 0; i < images.Rows; i++)
        {
            images.CopyRow(i, row);
            foreach (var value in row)
            {
                sum += value;
                squares += (double)value * value;
            }
        }

        var count = (double)images.Rows * images.Columns;
        var mean = sum / count;
        var deviation = Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)));
        return new PixelScaling(mean, deviation > 0 ? deviation : 1);
    }

    /// <summary>Scales values in place.</summary>
    public void Apply(Span<Real> values)
    {
        if (this == Unit)
        {
            return;
        }

        foreach (ref var value in values)
        {
            value = (Real)((value - Mean) / Deviation);
        }
    }

    /// <summary>The grey values of scaled ones, in place.</summary>
    public void Undo(Span<Real> values)
    {
        foreach (ref var value in values)
        {
            value = (Real)((value * Deviation) + Mean);
        }
    }
}
