using System.Globalization;
using System.Text.RegularExpressions;
using LiftedActors.Model.Formats;

namespace LiftedActors.Model.Networks;

/// <summary>The modules of one PyTorch <c>Sequential</c> that have parameters, in the order of their numbers: <c>0.weight</c>, <c>0.bias</c>, <c>2.weight</c>, ….</summary>
/// <remarks>What stands before the numbers, such as <c>encoder.</c>, is the same for all and does not matter. A module without a bias has the bias 0.</remarks>
internal sealed partial class SequentialNames
{
    private const string Bias = "bias";
    private const int MostNamed = 8;

    private readonly (string Name, Dictionary<string, Tensor> Tensors)[] _modules;

    /// <summary>The module of each layer; −1 for a layer without parameters.</summary>
    private readonly int[] _places;

    /// <summary>Joins modules and layers.</summary>
    /// <exception cref="DataFormatException">The names are others, two are of one parameter, or modules and layers do not fit.</exception>
    public SequentialNames(TensorFile file, Network network)
    {
        var names = file.Tensors.Select(tensor => (Tensor: tensor, Match: Numbered().Match(tensor.Name))).ToArray();
        if (names.Length == 0 || names.Any(name => !name.Match.Success) || names.DistinctBy(name => name.Match.Groups["stem"].Value).Count() > 1)
        {
            var some = string.Join(", ", file.Tensors.Take(MostNamed).Select(tensor => tensor.Name)) + (names.Length > MostNamed ? ", …" : string.Empty);
            throw new DataFormatException(
                $"The tensors {some} do not tell by one number each which layer they are of, as those of a PyTorch Sequential do: give a map from {ParameterNames.Of(0, "weight")} and so on to their names.");
        }

        if (names.GroupBy(name => (Number(name.Match), name.Match.Groups["leaf"].Value)).FirstOrDefault(group => group.Count() > 1)?.ToArray() is [var one, var two, ..])
        {
            throw new DataFormatException($"The tensors '{one.Tensor.Name}' and '{two.Tensor.Name}' are both the {one.Match.Groups["leaf"].Value} of module {Number(one.Match)}: keep one, or rename it.");
        }

        _modules =
        [
            .. names.GroupBy(name => Number(name.Match)).OrderBy(module => module.Key).Select(module =>
                ($"{module.First().Match.Groups["stem"].Value}{module.Key}", module.ToDictionary(name => name.Match.Groups["leaf"].Value, name => name.Tensor, StringComparer.Ordinal))),
        ];
        var next = 0;
        _places = [.. network.Layers.Select(layer => layer.Map.Tensors.Length > 0 ? next++ : -1)];
        if (_modules.Length != next)
        {
            throw new DataFormatException(
                $"The file has {_modules.Length} modules with parameters, {string.Join(", ", _modules.Select(module => module.Name))}, where the network has {next} such layers: it is of another network.");
        }

        foreach (var (layer, place) in network.Layers.Zip(_places).Where(pair => pair.Second >= 0))
        {
            var (name, tensors) = _modules[place];
            if (tensors.Keys.FirstOrDefault(leaf => layer.Map.Tensors.All(tensor => tensor.Name != leaf)) is { } other)
            {
                throw new DataFormatException(
                    $"The tensor '{name}.{other}' has no place in layer {place + 1}, which has {string.Join(", ", layer.Map.Tensors.Select(tensor => tensor.Name))}: it is of another network.");
            }
        }
    }

    /// <summary>The tensor of a parameter; null for the bias of a module that has none.</summary>
    public Tensor? TensorOf(int layer, ParameterTensor parameter)
    {
        var (name, tensors) = _modules[_places[layer]];
        return tensors.TryGetValue(parameter.Name, out var found) ? found
            : parameter.Name == Bias ? null
            : throw new DataFormatException($"The module {name} has no '{parameter.Name}', only {string.Join(", ", tensors.Keys)}: it is of another network.");
    }

    private static int Number(Match match) => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(?<stem>(.*\.)?)(?<number>[0-9]{1,9})\.(?<leaf>[^.]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
