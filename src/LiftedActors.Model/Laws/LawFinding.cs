using System.Globalization;

namespace LiftedActors.Model.Laws;

/// <summary>What a law came to on samples.</summary>
/// <param name="Law">The law.</param>
/// <param name="Measured">The worst that was seen, in the unit of what is allowed; not a number counts as broken.</param>
/// <param name="Allowed">The most that is allowed.</param>
public readonly record struct LawFinding(string Law, double Measured, double Allowed)
{
    /// <summary>Whether the law held on all samples.</summary>
    public bool Holds => Measured <= Allowed;

    /// <summary>One line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Holds ? '✓' : '✗')} {Law}: {Measured:g3} {(Holds ? '≤' : '>')} {Allowed:g3}");
}
