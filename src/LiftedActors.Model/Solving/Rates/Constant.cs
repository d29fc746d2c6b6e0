namespace LiftedActors.Model.Solving.Rates;

/// <summary>The rate stays as it is.</summary>
public sealed record Constant : RateSchedule
{
    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs) => 1;
}
