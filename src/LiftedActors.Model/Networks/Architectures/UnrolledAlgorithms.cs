using LiftedActors.Model.Networks.Structured;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Networks.Architectures;

/// <summary>
/// Unrolled dual forward–backward for denoising: u_{k+1} = prox_{γg*}(u_k − γ L_k(L_k*u_k − y)) from u_0 = 0, x = y − L*u. With the box
/// [−λ, λ] as the activation, g = λ|·|₁.
/// </summary>
/// <remarks>Source: docs/mathematics.md §8.</remarks>
/// <param name="Iterations">The iterations.</param>
/// <param name="Filters">The filters of L.</param>
/// <param name="Kernel">The side of a filter.</param>
/// <param name="Step">γ.</param>
/// <param name="Tied">Whether the synthesis operator is L*.</param>
public sealed record DualForwardBackward(int Iterations = 20, int Filters = 64, int Kernel = 3, double Step = 1, bool Tied = true)
    : Unrolled(Iterations, Filters, Kernel, Step, Tied)
{
    private protected override IEnumerable<Layer> Layers(UnrolledParts parts)
    {
        if (parts.Knows)
        {
            throw new ArgumentException("The dual iteration denoises; for a task with a forward operator take forward-backward or chambolle-pock.", nameof(parts));
        }

        yield return parts.Layer(parts.Pixels, parts.Step * parts.Analyse(parts.Data), parts.Hidden);
        for (var k = 1; k < Iterations; k++)
        {
            var u = new Below(parts.Codes);
            yield return parts.Layer(parts.Codes, u - (parts.Step * parts.Analyse(parts.Synthesise(u) - parts.Data)), parts.Hidden);
        }

        yield return parts.Layer(parts.Codes, parts.Data - parts.SynthesiseAlone(new Below(parts.Codes)), parts.Output);
    }
}

/// <summary>
/// Unrolled forward–backward (ISTA): v_{k+1} = prox_{γg}(v_k − γ D_k*A*(A D_k v_k − y)) from v_0 = 0, x = D v, with the synthesis operator D = L*. With the
/// soft threshold as the activation, g = λ/γ |·|₁.
/// </summary>
/// <remarks>Source: docs/mathematics.md §8.</remarks>
/// <param name="Iterations">The iterations.</param>
/// <param name="Filters">The filters of D.</param>
/// <param name="Kernel">The side of a filter.</param>
/// <param name="Step">γ.</param>
/// <param name="Tied">Whether D* is the adjoint of D, or has filters of its own.</param>
public sealed record ForwardBackward(int Iterations = 10, int Filters = 32, int Kernel = 5, double Step = 1, bool Tied = true)
    : Unrolled(Iterations, Filters, Kernel, Step, Tied)
{
    private protected override IEnumerable<Layer> Layers(UnrolledParts parts)
    {
        yield return parts.Layer(parts.Pixels, parts.Step * parts.Analyse(parts.Backward(parts.Data)), parts.Hidden);
        for (var k = 1; k < Iterations; k++)
        {
            var v = new Below(parts.Codes);
            yield return parts.Layer(parts.Codes, parts.Descend(v), parts.Hidden);
        }

        yield return parts.Layer(parts.Codes, parts.SynthesiseAlone(new Below(parts.Codes)), parts.Output);
    }
}

/// <summary>
/// Unrolled FISTA: as <see cref="ForwardBackward"/> from the extrapolated point v_k + β_k(v_k − v_{k−1}), β_k = (k − 1)/(k + 2). The state carries v_k and v_{k−1}.
/// </summary>
/// <remarks>Source: Beck and Teboulle 2009; docs/mathematics.md §8.</remarks>
/// <param name="Iterations">The iterations.</param>
/// <param name="Filters">The filters of D.</param>
/// <param name="Kernel">The side of a filter.</param>
/// <param name="Step">γ.</param>
/// <param name="Tied">Whether D* is the adjoint of D, or has filters of its own.</param>
public sealed record FastForwardBackward(int Iterations = 10, int Filters = 32, int Kernel = 5, double Step = 1, bool Tied = true)
    : Unrolled(Iterations, Filters, Kernel, Step, Tied)
{
    private protected override IEnumerable<Layer> Layers(UnrolledParts parts)
    {
        var pair = new Partitioned((parts.Hidden, parts.Codes), (parts.Identity, parts.Codes));
        yield return parts.Layer(parts.Pixels, parts.Step * parts.Analyse(parts.Backward(parts.Data)), parts.Hidden);
        for (var k = 2; k <= Iterations; k++)
        {
            var state = new Below(k == 2 ? parts.Codes : 2 * parts.Codes);
            Expression now = k == 2 ? state : new Slice(state, 0, parts.Codes);
            var beta = (k - 1.0) / (k + 2);
            var ahead = k == 2 ? (1 + beta) * now : new Combination([(1 + beta, now), (-beta, new Slice(state, parts.Codes, parts.Codes))]);
            yield return k == Iterations
                ? parts.Layer(state.Width, parts.Descend(ahead), parts.Hidden)
                : parts.Layer(state.Width, new Concatenation([parts.Descend(ahead), now]), pair);
        }

        yield return parts.Layer(parts.Codes, parts.SynthesiseAlone(new Below(parts.Codes)), parts.Output);
    }
}

/// <summary>
/// The unrolled primal–dual method of Chambolle and Pock in the form with an explicit data term (Condat–Vũ):
/// p_{k+1} = prox_{σg*}(p_k + σ L_k(2x_k − x_{k−1})), x_{k+1} = P(x_k − τ(A*(A x_k − y) + L*p_{k+1})), from p_0 = 0 and x_0 = A*y. Two layers an iteration; P is the
/// activation of the output, σ and τ are the step.
/// </summary>
/// <remarks>Source: Chambolle and Pock 2011; docs/mathematics.md §8.</remarks>
/// <param name="Iterations">The iterations.</param>
/// <param name="Filters">The filters of L.</param>
/// <param name="Kernel">The side of a filter.</param>
/// <param name="Step">σ = τ.</param>
/// <param name="Tied">Whether the synthesis operator is L*.</param>
public sealed record ChambollePock(int Iterations = 10, int Filters = 32, int Kernel = 3, double Step = 0.5, bool Tied = true)
    : Unrolled(Iterations, Filters, Kernel, Step, Tied)
{
    private protected override IEnumerable<Layer> Layers(UnrolledParts parts)
    {
        var (pixels, codes) = (parts.Pixels, parts.Codes);
        var dual = new Partitioned((parts.Identity, pixels), (parts.Hidden, codes));
        for (var k = 0; k < Iterations; k++)
        {
            // The state before is (x_k, x_{k−1}, p_k); at first x_0 follows from the data alone.
            var state = new Below(k == 0 ? pixels : (2 * pixels) + codes);
            var x = k == 0 ? parts.Backward(parts.Data) : new Slice(state, 0, pixels);
            var ahead = k == 0 ? x : new Combination([(2, x), (-1, new Slice(state, pixels, pixels))]);
            var lifted = parts.Step * parts.Analyse(ahead);
            yield return parts.Layer(state.Width, new Concatenation([x, k == 0 ? lifted : new Slice(state, 2 * pixels, codes) + lifted]), dual);

            var half = new Below(pixels + codes);
            var (image, p) = (new Slice(half, 0, pixels), new Slice(half, pixels, codes));
            var descent = image - (parts.Step * (parts.Backward(parts.Forward(image) - parts.Data) + parts.SynthesiseAlone(p)));
            yield return k == Iterations - 1
                ? parts.Layer(half.Width, descent, parts.Output)
                : parts.Layer(half.Width, new Concatenation([descent, image, p]), new Partitioned((parts.Output, pixels), (parts.Identity, pixels + codes)));
        }
    }
}
