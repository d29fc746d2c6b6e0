namespace LiftedActors.Model.Operators;

/// <summary>An operator that is evaluated in double as well, for certificates: the same map, whatever the precision of values.</summary>
internal interface IWideOperator
{
    /// <summary>A x.</summary>
    void Apply(ReadOnlySpan<double> image, Span<double> result);

    /// <summary>Aᵀ y.</summary>
    void ApplyAdjoint(ReadOnlySpan<double> data, Span<double> result);
}
