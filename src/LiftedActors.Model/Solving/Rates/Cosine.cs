using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Solving.Rates;

/// <summary>
/// The rate falls from 1, iteration by iteration, along half a wave of the cosine, lowest + (1 − lowest) ½(1 + cos(π t)) with t = (epoch − rising) / (epochs − rising), after
/// it has risen as in <see cref="WarmUp"/>.
/// </summary>
/// <remarks>Source: Loshchilov and Hutter, arXiv 1608.03983, equation (5), which counts parts of epochs, too; without restarts.</remarks>
public sealed record Cosine : RateSchedule
{
    private readonly WarmUp _start;

    /// <summary>Creates the schedule.</summary>
    /// <param name="lowest">What the factor falls towards, in [0, 1].</param>
    /// <param name="rising">The epochs in which it rises first, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Cosine(double lowest = 0, int rising = 0)
    {
        Lowest = lowest is >= 0 and <= 1 ? lowest : throw new ArgumentOutOfRangeException(nameof(lowest), $"The lowest factor must be from 0 to 1, which {lowest} is not.");
        _start = new WarmUp(rising);
    }

    /// <summary>What the factor falls towards.</summary>
    public double Lowest { get; }

    /// <summary>The epochs in which it rises first.</summary>
    public int Rising => _start.Rising;

    /// <inheritdoc/>
    public override bool NeedsEpochs => true;

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs)
    {
        if (epoch < Rising)
        {
            return _start.Factor(epoch, epochs);
        }

        var part = Math.Min((epoch - Rising) / Math.Max(1, epochs - Rising), 1);
        return Lowest + ((1 - Lowest) * (1 + PortableFunctions.SineCosineOfTurn(part / 2).Cosine) / 2);
    }
}
