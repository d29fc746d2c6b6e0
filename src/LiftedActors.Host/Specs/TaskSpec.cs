using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Specs;

/// <summary>A task: which images, how many, and what is to be learned of them.</summary>
public sealed record TaskSpec
{
    /// <summary>The classes of the MNIST database, and of others of its format.</summary>
    public const int DigitClasses = 10;

    /// <summary>What is to be learned.</summary>
    public TaskKind Kind { get; init; }

    /// <summary>Where the images come from.</summary>
    public required DataSource Source { get; init; }

    /// <summary>The file or folder, for a source that has one.</summary>
    public string? Location { get; init; }

    /// <summary>The folder of the pictures to test on; null where they come from <see cref="Location"/>.</summary>
    public string? TestLocation { get; init; }

    /// <summary>Where the patches of pictures lie.</summary>
    public PatchPlaces Patches { get; init; }

    /// <summary>What of the test pictures is judged.</summary>
    public TestPart TestOn { get; init; }

    /// <summary>Images to train on and to validate on.</summary>
    public required int Train { get; init; }

    /// <summary>The last of the images <see cref="Train"/>, which are held out from training and judged after each epoch; 0 for none.</summary>
    public int Validation { get; init; }

    /// <summary>Images to test on.</summary>
    public required int Test { get; init; }

    /// <summary>The images that are trained on.</summary>
    public int Training => Train - Validation;

    /// <summary>The side of the images where the source leaves it free.</summary>
    public required int Size { get; init; }

    /// <summary>The forward operator of a restoration.</summary>
    public required OperatorSpecification Operator { get; init; }

    /// <summary>The standard deviation of the noise, in units of the grey range.</summary>
    public required double Noise { get; init; }

    /// <summary>How grey values become inputs of a classification.</summary>
    public InputScaling Scaling { get; init; }

    /// <summary>The shape of the images; null where only the data tell.</summary>
    public ImageShape? Shape => Source == DataSource.Pairs ? null : new ImageShape(Size, Size);

    /// <summary>Features that a network must give out for images of a shape.</summary>
    public int OutputsFor(ImageShape shape) => Kind == TaskKind.Classification ? DigitClasses : shape.Pixels;

    /// <summary>Why a network does not fit images of a shape: one sentence; null where it does.</summary>
    /// <param name="inputs">Features of its input.</param>
    /// <param name="outputs">Features of its output.</param>
    /// <param name="shape">The shape.</param>
    public string? Misfit(int inputs, int outputs, ImageShape shape)
    {
        if (inputs == shape.Pixels && outputs == OutputsFor(shape))
        {
            return null;
        }

        return Kind == TaskKind.Classification
            ? $"images of {shape} pixels in {DigitClasses} classes need {shape.Pixels} as the first and {DigitClasses} as the last width, not {inputs} and {outputs}."
            : $"images of {shape} pixels need {shape.Pixels} as the first and the last width, not {inputs} and {outputs}.";
    }
}
