namespace LiftedActors.Model.Inversion;

/// <summary>An iteration that inverts a layer or a network. It moves when it is told to and tells where it stands when it is asked; it prints and times nothing.</summary>
public abstract class InversionIteration
{
    private protected InversionIteration(int size) => Point = new Real[size];

    /// <summary>The current u.</summary>
    public ReadOnlySpan<Real> Solution => Point;

    /// <summary>Iterations made.</summary>
    public int Iteration { get; private set; }

    /// <summary>The values of u.</summary>
    private protected Real[] Point { get; }

    /// <summary>Starts over from a point.</summary>
    /// <param name="start">The point.</param>
    /// <exception cref="ArgumentException">Its length differs.</exception>
    public void StartFrom(ReadOnlySpan<Real> start)
    {
        if (start.Length != Point.Length)
        {
            throw new ArgumentException($"The starting point has {start.Length} values, not {Point.Length}.", nameof(start));
        }

        start.CopyTo(Point);
        Iteration = 0;
        Restart();
    }

    /// <summary>Makes one iteration.</summary>
    public void Step()
    {
        Advance();
        Iteration++;
    }

    /// <summary>Evaluates the current point; it costs as much as several iterations and changes nothing.</summary>
    public abstract InversionReport Report();

    /// <summary>Iterates until a report satisfies the condition, or the iterations are used up.</summary>
    /// <param name="iterations">The most iterations.</param>
    /// <param name="until">The condition.</param>
    /// <param name="every">Iterations between two reports.</param>
    /// <returns>The last report.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public InversionReport Run(int iterations, Predicate<InversionReport> until, int every = 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(iterations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        for (var i = 1; ; i++)
        {
            Step();
            if (i == iterations || i % every == 0)
            {
                var report = Report();
                if (i == iterations || until(report))
                {
                    return report;
                }
            }
        }
    }

    /// <summary>Forgets everything but the point.</summary>
    private protected abstract void Restart();

    /// <summary>Moves the point.</summary>
    private protected abstract void Advance();
}
