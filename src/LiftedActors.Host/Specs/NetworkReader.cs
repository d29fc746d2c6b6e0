using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Architectures;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Specs;

/// <summary>Reads the section <c>network</c> of a spec: <c>widths</c> for a perceptron, <c>layers</c> for a sequential network, or a named <c>architecture</c>.</summary>
internal static class NetworkReader
{
    private static readonly ImageShape AnyShape = new(28, 28);

    /// <summary>Reads the section; null where it has faults.</summary>
    public static (NetworkDesign? Design, Network? Network, Initialisation Initialisation) Read(SpecSection section, TaskSpec? task)
    {
        var key = section.Has("architecture") ? "architecture" : section.Has("layers") ? "layers" : "widths";
        var architecture = Architecture(section, key);
        var hidden = section.Member("activation", Families.Activations);
        var output = section.Member("output", Families.Activations, "identity");
        var initialisation = Initialisation(section.Section("initialisation"));
        section.Finish();
        if (architecture is null || hidden is null || output is null || (task is null && key != "widths"))
        {
            return (null, null, initialisation);
        }

        if ((hidden.NotForGradientSteps ?? output.NotForGradientSteps) is { } reason)
        {
            section.Fault(hidden.NotForGradientSteps is null ? "output" : "activation", $"{reason}.");
            return (null, null, initialisation);
        }

        var design = new NetworkDesign(architecture, hidden, output);
        try
        {
            var perceptron = architecture as Perceptron;
            if (perceptron is not null && task?.Shape is { } shape && task.Misfit(perceptron.Widths[0], perceptron.Widths[^1], shape) is { } misfit)
            {
                section.Fault("widths", misfit);
                return (null, null, initialisation);
            }

            // Where only the data tell the shape, a perceptron is checked against them later.
            return perceptron is not null
                ? (design, Network.Perceptron(perceptron.Widths, hidden, output), initialisation)
                : (design, design.Build(task!, task!.Shape ?? AnyShape), initialisation);
        }
        catch (ArgumentException fault)
        {
            section.Fault(key, SpecSection.Sentence(fault));
            return (null, null, initialisation);
        }
    }

    /// <summary>A scheme by its name, or the scale alone for that of the fan-in.</summary>
    private static Initialisation Initialisation(SpecSection section)
    {
        var scheme = section.Has("scheme") ? section.Member("scheme", Families.Initialisations) : null;
        var initialisation = scheme ?? new Initialisation(section.NonNegative("scale", 1));
        section.Finish();
        return initialisation;
    }

    private static Architecture? Architecture(SpecSection section, string key)
    {
        switch (key)
        {
            case "architecture":
                return section.Member(key, Families.Architectures);
            case "layers":
                var layers = section.Members(key, Families.LayerDesigns);
                return layers is null ? null : new Sequential([.. layers]);
            default:
                var widths = section.Wholes(key);
                return widths.Count >= 2 ? new Perceptron(widths) : null;
        }
    }
}

/// <summary>A network before it is known what it stands between.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Hidden">The activation of hidden layers.</param>
/// <param name="Output">The activation of the last layer.</param>
public sealed record NetworkDesign(Architecture Architecture, Model.Potentials.ConvexPotential Hidden, Model.Potentials.ConvexPotential Output)
{
    /// <summary>Builds the network for images of a shape; the same weights serve any shape where the architecture is convolutional.</summary>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    public Network Build(TaskSpec task, ImageShape shape)
    {
        var forward = task.Operator.Word == "identity" ? null : OperatorCatalogue.Create(task.Operator, shape, 0) as LinearOperator;
        return Architecture.Build(new ArchitectureSetting(new PlanesShape(1, shape.Height, shape.Width), task.OutputsFor(shape), Hidden, Output)
        {
            Forward = forward,
        });
    }
}
