using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Specs;

/// <summary>A restoration task: which images, how many, and how they are degraded.</summary>
public sealed record TaskSpec
{
    /// <summary>Where the images come from.</summary>
    public required DataSource Source { get; init; }

    /// <summary>The file or folder, for a source that has one.</summary>
    public string? Location { get; init; }

    /// <summary>Images to train on.</summary>
    public required int Train { get; init; }

    /// <summary>Images to test on.</summary>
    public required int Test { get; init; }

    /// <summary>The side of the images where the source leaves it free.</summary>
    public required int Size { get; init; }

    /// <summary>The forward operator.</summary>
    public required OperatorSpecification Operator { get; init; }

    /// <summary>The standard deviation of the noise, in units of the grey range.</summary>
    public required double Noise { get; init; }

    /// <summary>The shape of the images; null where only the data tell.</summary>
    public ImageShape? Shape => Source == DataSource.Pairs ? null : new ImageShape(Size, Size);
}
