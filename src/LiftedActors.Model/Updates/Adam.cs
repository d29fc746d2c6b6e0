using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;

namespace LiftedActors.Model.Updates;

/// <summary>
/// Adam on ∇f followed by the prox of h: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², d = m̂/(√v̂ + ε), v⁺ = prox_{ηh}(v − ηd).
/// </summary>
/// <remarks>
/// It promises nothing by itself. Where steps are settled it is safeguarded: a step after which the objective is higher is taken
/// back, its memory too, and replaced by a prox-linear one. Source: Kingma and Ba, arXiv 1412.6980, algorithm 1.
/// </remarks>
public sealed record Adam : BlockUpdate
{
    /// <summary>β₁.</summary>
    public const double FirstDecay = 0.9;

    /// <summary>β₂.</summary>
    public const double SecondDecay = 0.999;

    private const double Epsilon = 1e-8;

    /// <summary>Creates the update with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.</summary>
    /// <param name="rate">The rate η &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive and finite.</exception>
    public Adam(double rate = 1e-3)
    {
        if (!(rate > 0 && double.IsFinite(rate)))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), $"The rate must be positive and finite, which {rate} is not.");
        }

        Rate = rate;
    }

    /// <summary>The rate η.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override UpdateGuarantee Guarantee => UpdateGuarantee.DescentOnFullBatch;

    /// <inheritdoc/>
    public override int Moments => 2;

    /// <inheritdoc/>
    public override bool Moves(BlockKind kind) => true;

    /// <inheritdoc/>
    public override double Step(BlockProblem problem, UpdateMemory memory)
    {
        var squaredMove = problem.Device.Adam(problem.Gradient, problem.Current, Advance(problem, memory), problem.Next);
        if (problem.IsSmooth)
        {
            return squaredMove;
        }

        problem.Prox(Rate * problem.RateFactor);
        return problem.SquaredMove();
    }

    internal override void Step(ReadOnlySpan<UpdateTurn> turns, Span<double> squaredMoves)
    {
        Several<AdamStep> several = default;
        Span<AdamStep> steps = several;
        for (var i = 0; i < turns.Length; i++)
        {
            var (_, problem, memory) = turns[i];
            steps[i] = new AdamStep(problem.Gradient, problem.Current, Advance(problem, memory), problem.Next);
        }

        turns[0].Problem.Device.Adam(steps[..turns.Length], squaredMoves);
        for (var i = 0; i < turns.Length; i++)
        {
            if (turns[i].Problem is { IsSmooth: false } problem)
            {
                problem.Prox(Rate * problem.RateFactor);
                squaredMoves[i] = problem.SquaredMove();
            }
        }
    }

    /// <summary>Counts the step, and corrects its rate for the bias of the moments.</summary>
    private AdamMoments Advance(BlockProblem problem, UpdateMemory memory)
    {
        memory.Steps++;
        var correction = Math.Sqrt(1 - Math.Pow(SecondDecay, memory.Steps));
        var rate = (Real)(Rate * problem.RateFactor * correction / (1 - Math.Pow(FirstDecay, memory.Steps)));
        return new AdamMoments(memory.Moments[0], memory.Moments[1], rate, (Real)(Epsilon * correction));
    }
}
