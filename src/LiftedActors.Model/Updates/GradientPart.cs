namespace LiftedActors.Model.Updates;

/// <summary>A part of ∇f as the sum w₁a + w₂b of two arrays, for the pass of an update that forms it on the way.</summary>
/// <param name="weights">w₁ and w₂.</param>
/// <param name="first">a.</param>
/// <param name="second">b, of the same length.</param>
internal readonly ref struct GradientPart((Real First, Real Second) weights, ReadOnlySpan<Real> first, ReadOnlySpan<Real> second)
{
    /// <summary>w₁ and w₂.</summary>
    public (Real First, Real Second) Weights { get; } = weights;

    /// <summary>a.</summary>
    public ReadOnlySpan<Real> First { get; } = first;

    /// <summary>b.</summary>
    public ReadOnlySpan<Real> Second { get; } = second;
}
