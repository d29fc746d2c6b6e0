using System.Numerics;
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
    public override void Step(BlockProblem problem, UpdateMemory memory)
    {
        memory.Steps++;
        var correction = Math.Sqrt(1 - Math.Pow(SecondDecay, memory.Steps));
        var rate = (Real)(Rate * correction / (1 - Math.Pow(FirstDecay, memory.Steps)));

        // The gradient is written where the new point goes, and turned into it in place.
        var (device, next) = (problem.Device, problem.Next);
        var moments = new AdamMoments(memory.Moments[0], memory.Moments[1], rate, (Real)(Epsilon * correction));
        for (var offset = 0; offset < next.Length; offset += device.PortionLength)
        {
            var portion = new Portion(offset, Math.Min(device.PortionLength, next.Length - offset));
            problem.Gradient(portion);
            device.Adam(problem.Current, moments, next, portion);
        }

        problem.Prox(Rate);
    }

    /// <summary>On the host: next, which holds the gradient, becomes current − rate · m / (√v + ε), elementwise.</summary>
    internal static void Move(
        ReadOnlySpan<Real> current, Span<Real> first, Span<Real> second, Span<Real> next, (Real Rate, Real Epsilon) scale)
    {
        const Real Keep1 = (Real)FirstDecay, Add1 = (Real)(1 - FirstDecay), Keep2 = (Real)SecondDecay, Add2 = (Real)(1 - SecondDecay);
        var epsilon = new Vector<Real>(scale.Epsilon);
        var i = 0;
        for (; i <= next.Length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            var gradient = new Vector<Real>(next[i..]);
            var mean = (Keep1 * new Vector<Real>(first[i..])) + (Add1 * gradient);
            var square = (Keep2 * new Vector<Real>(second[i..])) + (Add2 * gradient * gradient);
            mean.CopyTo(first[i..]);
            square.CopyTo(second[i..]);
            (new Vector<Real>(current[i..]) - (scale.Rate * mean / (Vector.SquareRoot(square) + epsilon))).CopyTo(next[i..]);
        }

        for (; i < next.Length; i++)
        {
            var gradient = next[i];
            first[i] = (Keep1 * first[i]) + (Add1 * gradient);
            second[i] = (Keep2 * second[i]) + (Add2 * gradient * gradient);
            next[i] = current[i] - (scale.Rate * first[i] / (Real.Sqrt(second[i]) + scale.Epsilon));
        }
    }
}
