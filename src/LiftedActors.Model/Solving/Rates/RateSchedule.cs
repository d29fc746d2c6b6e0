namespace LiftedActors.Model.Solving.Rates;

/// <summary>By which factor the rate of the parameters' update is multiplied in an iteration. It has no state: a resumed run goes on with the factor of its iteration.</summary>
public abstract record RateSchedule
{
    /// <summary>Whether the factor depends on how many epochs there are, so that a run cannot be prolonged.</summary>
    public virtual bool NeedsEpochs => false;

    /// <summary>The factor, positive and at most 1.</summary>
    /// <param name="epoch">The epochs gone by, from 0, with the part of the one that has begun.</param>
    /// <param name="epochs">All epochs of the run.</param>
    public abstract double Factor(double epoch, int epochs);

    /// <summary>Checks a factor by which rates fall.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or above 1.</exception>
    protected static double Checked(double factor, string name) => factor is > 0 and <= 1
        ? factor
        : throw new ArgumentOutOfRangeException(name, $"The factor must be positive and at most 1, which {factor} is not.");

    /// <summary>Checks a number of epochs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below the least.</exception>
    protected static int Checked(int epochs, int least, string name) => epochs >= least
        ? epochs
        : throw new ArgumentOutOfRangeException(name, $"The number of epochs must be at least {least}, which {epochs} is not.");
}
