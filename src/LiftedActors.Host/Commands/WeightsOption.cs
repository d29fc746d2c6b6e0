using System.CommandLine;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Commands;

/// <summary>The option that names which weights of a run to take.</summary>
internal sealed class WeightsOption : Option<string>
{
    private static readonly string[] Words = ["last", "best", "baseline", "baseline-best"];

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
        var file = word switch
        {
            "last" => run.Weights,
            "best" => run.BestWeights,
            "baseline" => run.BaselineWeights,
            "baseline-best" => run.BestBaselineWeights,
            _ => throw new SpecException("The command line", "--weights", $"there is no '{word}': {Spelling.Suggestion(word, Words)}."),
        };
        return word == "last" || System.IO.File.Exists(file)
            ? file
            : throw new SpecException("The command line", "--weights", $"{run.Path} has no {Path.GetFileName(file)}; take other weights.");
    }
}
