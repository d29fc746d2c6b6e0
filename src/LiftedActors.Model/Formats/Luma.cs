namespace LiftedActors.Model.Formats;

/// <summary>The grey value of a colour, Y = 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601-7, §2.5.1).</summary>
public static class Luma
{
    /// <summary>The grey of red, green and blue in [0, 1].</summary>
    public static double Of(double red, double green, double blue) => (0.299 * red) + (0.587 * green) + (0.114 * blue);
}
