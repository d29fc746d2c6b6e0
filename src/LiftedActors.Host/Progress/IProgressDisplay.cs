using System.Text.Json.Nodes;

namespace LiftedActors.Host.Progress;

/// <summary>Shows how a run goes.</summary>
public interface IProgressDisplay
{
    /// <summary>An iteration is complete.</summary>
    void Show(ProgressReport report);

    /// <summary>Something that happens seldom: the end of an epoch, a checkpoint, the result.</summary>
    void Note(string text);

    /// <summary>The summary of the run, for scripts that read the output; displays for people have said it in notes.</summary>
    void Result(JsonObject summary);

    /// <summary>Something that the user should know although the run goes on.</summary>
    void Warn(string text);
}
