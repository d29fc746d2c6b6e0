namespace LiftedActors.Model.Solving.Rates;

/// <summary>The rate rises evenly, iteration by iteration, over the first epochs and then stays: min(1, (epoch + 1) / (rising + 1)).</summary>
public sealed record WarmUp : RateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="rising">The epochs with a smaller rate, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public WarmUp(int rising = 1) => Rising = Checked(rising, 0, nameof(rising));

    /// <summary>The epochs with a smaller rate.</summary>
    public int Rising { get; }

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs) => Math.Min(1, (epoch + 1.0) / (Rising + 1.0));
}
