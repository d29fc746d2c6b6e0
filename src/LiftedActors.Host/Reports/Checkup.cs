using LiftedActors.Host.Runs;
using LiftedActors.Model.Laws;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Host.Reports;

/// <summary>Writes what laws came to, one line each, and keeps count of those that fail.</summary>
/// <param name="output">Where to.</param>
internal sealed class Checkup(TextWriter output)
{
    private int _held;
    private int _broken;

    /// <summary>What the laws that follow are about.</summary>
    public void Title(string title) => output.WriteLine(title);

    /// <summary>Something that is not a law.</summary>
    public void Remark(string text) => output.WriteLine($"  – {text}");

    /// <summary>Laws, one line each.</summary>
    public void Laws(IEnumerable<LawFinding> findings)
    {
        foreach (var finding in findings)
        {
            Write(finding, string.Empty);
        }
    }

    /// <summary>The same laws on several parts: one line for each law, with the part where it is nearest to fail or fails most.</summary>
    /// <param name="parts">The name and the findings of each part.</param>
    public void LawsOfParts(IEnumerable<(string Part, IReadOnlyList<LawFinding> Findings)> parts)
    {
        var laws = parts.SelectMany(part => part.Findings, (part, finding) => (part.Part, Finding: finding)).GroupBy(one => one.Finding.Law);
        foreach (var law in laws)
        {
            var (part, finding) = law.MaxBy(one => Strain(one.Finding));
            Write(finding, $" ({part})");
        }
    }

    /// <summary>An activation.</summary>
    public void Potential(string name, ConvexPotential potential)
    {
        Title($"activation {name}");
        Laws(PotentialLaws.Of(potential));
        if (potential.NotForGradientSteps is { } reason)
        {
            Remark($"no method takes gradient steps through it: {reason}");
        }
    }

    /// <summary>The last line; returns the exit code.</summary>
    public int End()
    {
        output.WriteLine(_broken == 0 ? $"All {_held} laws hold." : $"{_broken} of {_held + _broken} laws fail.");
        return _broken == 0 ? ExitCode.Success : ExitCode.Broken;
    }

    private static double Strain(LawFinding finding) => finding.Holds ? finding.Allowed > 0 ? finding.Measured / finding.Allowed : 0
        : double.IsFinite(finding.Measured) ? 1 + finding.Measured : double.PositiveInfinity;

    private void Write(LawFinding finding, string where)
    {
        output.WriteLine($"  {finding}{where}");
        _ = finding.Holds ? _held++ : _broken++;
    }
}
