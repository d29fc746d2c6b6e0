namespace LiftedActors.Model.Certificates;

/// <summary>
/// A part N = T_K ∘ … ∘ T_1 of a network that can be inverted on its own: |T(u) − T(v)| ≥ κ|u − v| for all u, or for those that the data leave possible.
/// </summary>
/// <remarks>Source: docs/inversion-theorems.md §5.</remarks>
public abstract class Stage
{
    /// <summary>Features in.</summary>
    public abstract int Inputs { get; }

    /// <summary>Features out.</summary>
    public abstract int Outputs { get; }

    /// <summary>
    /// How far û is from any u with |T(u) − ŷ| ≤ e: |û − u| ≤ (e + |T(û) − ŷ|)/κ.
    /// </summary>
    /// <param name="below">û.</param>
    /// <param name="above">ŷ.</param>
    /// <param name="error">e.</param>
    internal abstract StageFinding Invert(ReadOnlySpan<Real> below, ReadOnlySpan<Real> above, double error);

    /// <summary>What T makes of bounds on its input, in the precision of values.</summary>
    internal abstract ForwardBound Forward(ForwardBound below);
}

/// <summary>What a stage found about its inverse near given points.</summary>
/// <param name="Expansion">κ; 0 where no positive one could be verified.</param>
/// <param name="Residual">At least |T(û) − ŷ|, over the rows that κ is made of.</param>
/// <param name="Text">What was checked, or why there is no κ.</param>
internal readonly record struct StageFinding(double Expansion, double Residual, string Text);
