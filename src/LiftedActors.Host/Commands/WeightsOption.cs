using System.CommandLine;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Commands;

/// <summary>The option that names which weights of a run to take.</summary>
internal sealed class WeightsOption : Option<string>
{
    private static readonly string[] Words = [.. Enum.GetNames<RunWeights>().Select(Spelling.KebabCase)];

    public WeightsOption()
        : base("--weights")
    {
        Description = $"Which weights of the run: {string.Join(", ", Words)}.";
        HelpName = "WORD";
        DefaultValueFactory = _ => Words[0];
    }

    /// <summary>The file.</summary>
    /// <exception cref="SpecException">The word is not known, or the run has no such weights.</exception>
    public string File(ParseResult result, RunFolder run)
    {
        var word = result.GetValue(this)!;
        var place = Array.IndexOf(Words, word);
        return place >= 0
            ? run.WeightsOf((RunWeights)place)
            : throw new SpecException("The command line", "--weights", $"there is no '{word}': {Spelling.Suggestion(word, Words)}.");
    }
}
