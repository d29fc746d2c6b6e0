using System.Globalization;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Model.Tests.Operators;

/// <summary>Every operator of the catalogue with a grid of parameters and shapes, found by scanning.</summary>
internal static class OperatorCases
{
    private static readonly ImageShape[] Shapes = [new(7, 11), new(16, 16), new(1, 5)];

    /// <summary>The specifications that a word accepts among all combinations of values for its parameters' types.</summary>
    public static IReadOnlyList<OperatorSpecification> Accepted(string word)
    {
        IEnumerable<Dictionary<string, string>> combinations = [[]];
        foreach (var (name, type, _) in OperatorCatalogue.ParametersOf(word))
        {
            combinations = combinations.SelectMany(chosen => Values(type).Select(value => new Dictionary<string, string>(chosen) { [name] = value })).ToList();
        }

        return [.. combinations.Select(chosen => new OperatorSpecification(word, chosen)).Where(IsAccepted)];
    }

    public static TheoryData<string, int, int> All()
    {
        var data = new TheoryData<string, int, int>();
        foreach (var specification in OperatorCatalogue.Words.SelectMany(Accepted))
        {
            foreach (var shape in Shapes)
            {
                data.Add(specification.ToString(), shape.Height, shape.Width);
            }
        }

        return data;
    }

    /// <summary>Two members of the family.</summary>
    public static IEnumerable<LinearOperator> Members(string specification, int height, int width)
    {
        var family = OperatorCatalogue.Create(OperatorSpecification.Parse(specification), new ImageShape(height, width), 5);
        return [family.At(0), family.At(17)];
    }

    private static bool IsAccepted(OperatorSpecification specification) => OperatorCatalogue.Faults(specification, Shapes[0]).Count == 0;

    private static IEnumerable<string> Values(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(Spelling.KebabCase);
        }

        return type == typeof(double) ? ["0.5", "0.9", "3"] : new[] { 1, 3, 9, 21 }.Select(value => value.ToString(CultureInfo.InvariantCulture));
    }
}
