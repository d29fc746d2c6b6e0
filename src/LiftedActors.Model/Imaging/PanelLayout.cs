namespace LiftedActors.Model.Imaging;

/// <summary>How a <see cref="Panel"/> is laid out.</summary>
public sealed record PanelLayout
{
    /// <summary>The distance between tiles and to the border, in pixels of the panel.</summary>
    public int Gap { get; init; } = 4;

    /// <summary>How many pixels of the panel a pixel of a tile takes in each direction.</summary>
    public int Magnification { get; init; } = 2;

    /// <summary>Captions above the columns; none if empty.</summary>
    public IReadOnlyList<string> ColumnCaptions { get; init; } = [];

    /// <summary>Captions to the left of the rows; none if empty.</summary>
    public IReadOnlyList<string> RowCaptions { get; init; } = [];
}
