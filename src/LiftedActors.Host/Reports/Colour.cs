namespace LiftedActors.Host.Reports;

/// <summary>A colour.</summary>
/// <param name="Red">Red.</param>
/// <param name="Green">Green.</param>
/// <param name="Blue">Blue.</param>
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static Colour Black { get; } = new(40, 40, 40);

    public static Colour Grey { get; } = new(220, 220, 220);

    public static Colour Blueish { get; } = new(31, 119, 180);

    public static Colour Crimson { get; } = new(200, 30, 30);

    public static Colour Orange { get; } = new(230, 120, 20);
}
