using System.Globalization;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Architectures;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Regularisers;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Solving.Continuations;
using LiftedActors.Model.Solving.Rates;
using LiftedActors.Model.Updates;

namespace LiftedActors.Host.Specs;

/// <summary>The families that a spec chooses from.</summary>
public static class Families
{
    /// <summary>The formulations.</summary>
    public static MemberCatalogue<LiftedFormulation> Formulations { get; } = MemberCatalogue<LiftedFormulation>.Scan();

    /// <summary>The architectures that have a name of their own; perceptrons and sequential networks are given by their widths and layers.</summary>
    public static MemberCatalogue<Architecture> Architectures { get; } = MemberCatalogue<Architecture>.Scan(except: [typeof(Perceptron), typeof(Sequential)]);

    /// <summary>The schemes of initial weights.</summary>
    public static MemberCatalogue<Initialisation> Initialisations { get; } = MemberCatalogue<Initialisation>.Scan(except: [typeof(Initialisation)]);

    /// <summary>The elements of a sequential network.</summary>
    public static MemberCatalogue<LayerDesign> LayerDesigns { get; } = MemberCatalogue<LayerDesign>.Scan();

    /// <summary>The updates of blocks.</summary>
    public static MemberCatalogue<BlockUpdate> Updates { get; } = MemberCatalogue<BlockUpdate>.Scan();

    /// <summary>The schedules.</summary>
    public static MemberCatalogue<Schedule> Schedules { get; } = MemberCatalogue<Schedule>.Scan();

    /// <summary>The courses of the rate over the epochs.</summary>
    public static MemberCatalogue<RateSchedule> Rates { get; } = MemberCatalogue<RateSchedule>.Scan();

    /// <summary>How penalty weights change.</summary>
    public static MemberCatalogue<Continuation> Continuations { get; } = MemberCatalogue<Continuation>.Scan();

    /// <summary>The regularisers of inversions.</summary>
    public static MemberCatalogue<RegulariserDesign> Regularisers { get; } = MemberCatalogue<RegulariserDesign>.Scan();

    /// <summary>The outer iterations.</summary>
    public static MemberCatalogue<OuterIteration> OuterIterations { get; } = MemberCatalogue<OuterIteration>.Scan();

    /// <summary>The activations.</summary>
    public static MemberCatalogue<ConvexPotential> Activations { get; } = new(PotentialCatalogue.Words.Select(Activation));

    /// <summary>The forward operators, as text that is checked and built for images of a shape later.</summary>
    public static MemberCatalogue<OperatorSpecification> Operators { get; } = new(OperatorCatalogue.Words.Select(Operator));

    private static Member<ConvexPotential> Activation(string word)
    {
        var parameters = PotentialCatalogue.Parameters(word)
            .Select(parameter => new MemberParameter(parameter.Name!, parameter.ParameterType, parameter.HasDefaultValue, parameter.DefaultValue));
        return new Member<ConvexPotential>(word, [.. parameters], values => PotentialCatalogue.Create(
            word, values.ToDictionary(pair => pair.Key, pair => Convert.ToDouble(pair.Value, CultureInfo.InvariantCulture))));
    }

    private static Member<OperatorSpecification> Operator(string word)
    {
        var parameters = OperatorCatalogue.ParametersOf(word)
            .Select(parameter => new MemberParameter(parameter.Name, parameter.Type, parameter.Optional, null));
        return new Member<OperatorSpecification>(word, [.. parameters], values => new OperatorSpecification(
            word, values.ToDictionary(pair => pair.Key, pair => Text(pair.Value))));
    }

    private static string Text(object value) => value is Enum member
        ? Spelling.KebabCase(member.ToString())
        : ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);
}
