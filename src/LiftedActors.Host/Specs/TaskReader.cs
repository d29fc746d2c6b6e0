using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Specs;

/// <summary>Reads the section <c>task</c> of a spec.</summary>
internal static class TaskReader
{
    private static readonly OperatorSpecification Untouched = new("identity", new Dictionary<string, string>());

    /// <summary>Reads the section; null where it has faults.</summary>
    public static TaskSpec? Read(SpecSection section)
    {
        var (source, location) = Source(section);
        var kind = section.Word("kind", TaskKind.Restoration);
        if (kind == TaskKind.Classification && source != DataSource.Mnist)
        {
            section.Fault("kind", "only the data 'mnist' have classes; take them, or the kind 'restoration'.");
        }

        var train = (int)section.Whole("train", (1, Data.TaskData.FirstTestSample));
        var test = (int)section.Whole("test", (1, int.MaxValue / 2));
        var validation = (int)section.Whole("validation", (0, Data.TaskData.FirstTestSample), 0);
        var size = source is DataSource.Mnist or DataSource.Pairs ? 28 : (int)section.Whole("size", (8, 4096), 28);
        var (testLocation, patches, testOn) = source == DataSource.Pictures ? Patches(section) : (null, PatchPlaces.Tiles, TestPart.Patches);
        var (forward, noise) = Degradation(section, kind, source);
        var scaling = kind == TaskKind.Classification ? section.Word("scaling", InputScaling.Unit) : InputScaling.Unit;
        section.Finish();
        if (forward is null || section.HasFaults)
        {
            return null;
        }

        if (validation >= train)
        {
            section.Fault("validation", $"{validation} of {train} images held out leave none to train on; hold out fewer.");
            return null;
        }

        if ((long)Math.Max(train, test) * size * size > Array.MaxLength)
        {
            section.Fault(train >= test ? "train" : "test", $"{Math.Max(train, test)} images of {size} × {size} pixels do not fit into one array; give fewer.");
        }

        foreach (var fault in source == DataSource.Pairs ? [] : OperatorCatalogue.Faults(forward, new ImageShape(size, size)))
        {
            section.Fault($"operator.{forward.Word}", fault.Split('\n')[0]);
        }

        return new TaskSpec
        {
            Kind = kind,
            Source = source,
            Location = location,
            TestLocation = testLocation,
            Patches = patches,
            TestOn = testOn,
            Train = train,
            Validation = validation,
            Test = test,
            Size = size,
            Operator = forward,
            Noise = noise,
            Scaling = scaling,
        };
    }

    private static (DataSource Source, string? Location) Source(SpecSection section)
    {
        var data = section.Text("data");
        var (source, location) = data switch
        {
            null => (DataSource.Phantoms, null),
            "phantoms" => (DataSource.Phantoms, null),
            "mnist" => (DataSource.Mnist, null),
            _ when data.StartsWith(SpecReader.PairsPrefix, StringComparison.Ordinal) => (DataSource.Pairs, data[SpecReader.PairsPrefix.Length..]),
            _ => (DataSource.Pictures, data),
        };
        if (source == DataSource.Pictures && !location!.Contains('/', StringComparison.Ordinal) && !location.Contains('\\', StringComparison.Ordinal))
        {
            section.Fault("data", $"there is no data set '{location}': {Spelling.Suggestion(location, ["mnist", "phantoms", SpecReader.PairsPrefix + "FILE"])}, or a folder of pictures such as ./{location}.");
        }

        return (source, location);
    }

    private static (string? TestLocation, PatchPlaces Patches, TestPart TestOn) Patches(SpecSection section)
    {
        var testData = section.Has("testData") ? section.Text("testData") : null;
        var patches = section.Word("patches", testData is null ? PatchPlaces.Tiles : PatchPlaces.Random);
        if (patches == PatchPlaces.Random && testData is null)
        {
            section.Fault("testData", "random patches may lie anywhere in the pictures, so that none of these is left to test on; give another folder of pictures.");
        }

        var testOn = section.Word("testOn", TestPart.Patches);
        if (testOn == TestPart.Whole && testData is null)
        {
            section.Fault("testData", "whole pictures to test on come from a folder of their own; name it.");
        }

        return (testData, patches, testOn);
    }

    private static (OperatorSpecification? Forward, double Noise) Degradation(SpecSection section, TaskKind kind, DataSource source)
    {
        if (source == DataSource.Pairs)
        {
            if (section.Has("operator") || section.Has("noise"))
            {
                section.Fault("operator", "pairs are degraded already; leave the operator and the noise out.");
            }

            return (Untouched, 0);
        }

        if (kind == TaskKind.Classification && section.Has("operator"))
        {
            section.Fault("operator", "a classification takes the images as they are, with noise at most; leave the operator out.");
        }

        var forward = kind == TaskKind.Classification ? Untouched : section.Member("operator", Families.Operators, "identity");
        return (forward, section.NonNegative("noise", 0));
    }
}
