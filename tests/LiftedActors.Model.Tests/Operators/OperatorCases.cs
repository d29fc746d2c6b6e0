using System.Globalization;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks.Architectures;
using LiftedActors.Model.Networks.Structured;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Operators;

/// <summary>Every operator of the catalogue with a grid of parameters and shapes, found by scanning.</summary>
internal static class OperatorCases
{
    private static readonly ImageShape[] Shapes = [new(7, 11), new(16, 16), new(1, 5)];

    /// <summary>Operators that no spec names: those of regularisers, and of layers.</summary>
    private static readonly Dictionary<string, Func<ImageShape, LinearOperator>> Unnamed = new()
    {
        ["(differences)"] = shape => new Differences(shape.Pixels),
        ["(gradient)"] = shape => new Gradient(shape),
        ["(dense, wide)"] = shape => Dense(3, shape),
        ["(dense, tall)"] = shape => Dense(shape.Pixels + 9, shape),
        ["(layer map)"] = LayerMap,
    };

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
        foreach (var specification in OperatorCatalogue.Words.SelectMany(Accepted).Select(accepted => accepted.ToString()).Concat(Unnamed.Keys))
        {
            foreach (var shape in Shapes)
            {
                data.Add(specification, shape.Height, shape.Width);
            }
        }

        return data;
    }

    /// <summary>Two members of the family.</summary>
    public static IEnumerable<LinearOperator> Members(string specification, int height, int width)
    {
        if (Unnamed.TryGetValue(specification, out var create))
        {
            return [create(new ImageShape(height, width))];
        }

        var family = OperatorCatalogue.Create(OperatorSpecification.Parse(specification), new ImageShape(height, width), 5);
        return [family.At(0), family.At(17)];
    }

    private static DenseOperator Dense(int rows, ImageShape shape)
    {
        var weights = new Matrix(rows, shape.Pixels);
        new RandomStream(rows, "dense").FillGaussian(weights.Values, 1 / Math.Sqrt(rows + shape.Pixels));
        return new DenseOperator(weights, shape);
    }

    private static LayerMapOperator LayerMap(ImageShape shape)
    {
        var setting = new ArchitectureSetting(new PlanesShape(1, shape.Height, shape.Width), shape.Pixels, PotentialCatalogue.Create("relu"), PotentialCatalogue.Create("relu"));
        var network = new Sequential([new Convolution(1, 3)]).Build(setting);
        var parameters = network.Layers[0].Map.CreateParameters();
        new RandomStream(3, "layer").FillGaussian(parameters.Values, 0.3);
        parameters.Pack();
        return new LayerMapOperator((StructuredMap)network.Layers[0].Map, parameters);
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
