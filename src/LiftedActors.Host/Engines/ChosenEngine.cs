using LiftedActors.Actors;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Engines;

/// <summary>The engine that a run uses.</summary>
public sealed record ChosenEngine
{
    /// <summary>The words that an engine may be chosen by.</summary>
    public static IReadOnlyList<string> Words { get; } = ["auto", "embedded", "akka", "sequential"];

    /// <summary>The engine's word.</summary>
    public required string Name { get; init; }

    /// <summary>The threads that run kernels.</summary>
    public required int Workers { get; init; }

    /// <summary>Chooses an engine; <c>auto</c> is Akka.NET where this build has it, otherwise the embedded one.</summary>
    /// <exception cref="SpecException">The word is not known, or this build lacks the engine.</exception>
    public static ChosenEngine Of(string word, int workers)
    {
        if (!Words.Contains(word))
        {
            throw new SpecException("The command line", "--engine", $"there is no engine '{word}': {Spelling.Suggestion(word, Words)}.");
        }

        if (word == "akka" && !BuiltEngines.Akka.IsPresent)
        {
            throw new SpecException("The command line", "--engine", $"{BuiltEngines.Akka.Describe()}; take embedded.");
        }

        var name = word != "auto" ? word : BuiltEngines.Akka.IsPresent ? "akka" : "embedded";
        var threads = name == "sequential" ? 1 : workers;
        var because = word == "auto" && name != "akka" ? $"; {BuiltEngines.Akka.Describe()}" : "";
        return new ChosenEngine { Name = name, Workers = threads, Description = $"engine {name}, kernel threads: {threads}{because}" };
    }

    /// <summary>One line: the engine, its threads, and why it is not Akka.NET where nobody chose it.</summary>
    public required string Description { get; init; }

    /// <summary>Solves a lifted problem on the engine.</summary>
    public async Task<Solution> SolveAsync(Func<LiftedObjective> lift, RunSetting setting, CancellationToken cancellation)
    {
        if (Name == "sequential")
        {
            return await Task.Run(() => SequentialRun.Solve(lift, setting, cancellation), CancellationToken.None).ConfigureAwait(false);
        }

        var engine = Name == "akka" ? BuiltEngines.StartAkka(Workers, setting.Profile) : new EmbeddedEngine(Workers, setting.Profile);
        await using (engine.ConfigureAwait(false))
        {
            return await new ActorSolver(engine).SolveAsync(lift, setting, cancellation).ConfigureAwait(false);
        }
    }
}
