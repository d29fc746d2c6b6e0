namespace LiftedActors.Host.Reports;

/// <summary>A curve of a plot.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Points">Its points, x increasing; those that are not finite are left out.</param>
internal sealed record Curve(string Name, Colour Colour, IReadOnlyList<(double X, double Y)> Points);
