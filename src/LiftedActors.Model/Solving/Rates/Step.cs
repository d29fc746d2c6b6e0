namespace LiftedActors.Model.Solving.Rates;

/// <summary>The rate falls by a factor after every so many epochs: factor^⌊epoch / every⌋.</summary>
public sealed record Step : RateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="every">The epochs between two falls, at least 1.</param>
    /// <param name="factor">The factor, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Step(int every, double factor = 0.1) => (Every, Fall) = (Checked(every, 1, nameof(every)), Checked(factor, nameof(factor)));

    /// <summary>The epochs between two falls.</summary>
    public int Every { get; }

    /// <summary>The factor of a fall.</summary>
    public double Fall { get; }

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs) => Math.Pow(Fall, Math.Floor(epoch / Every));
}
