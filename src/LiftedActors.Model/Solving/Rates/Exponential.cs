namespace LiftedActors.Model.Solving.Rates;

/// <summary>The rate falls by a factor after every epoch: factor^⌊epoch⌋.</summary>
public sealed record Exponential : RateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="factor">The factor, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of its range.</exception>
    public Exponential(double factor) => Fall = Checked(factor, nameof(factor));

    /// <summary>The factor of an epoch.</summary>
    public double Fall { get; }

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs) => Math.Pow(Fall, Math.Floor(epoch));
}
