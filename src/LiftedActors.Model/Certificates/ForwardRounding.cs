namespace LiftedActors.Model.Certificates;

/// <summary>
/// How far the output of a network in the precision of values is from that in exact arithmetic. Data that such a run computed are within δ + <see cref="Bound"/> of N(u†).
/// </summary>
/// <remarks>
/// For a dense layer, with r_ℓ a bound of the activations, e_ℓ = Lip(σ_ℓ)(|W_ℓ|e_{ℓ−1} + γ_{n+1}(‖|W_ℓ|‖(r_{ℓ−1} + e_{ℓ−1}) + |b_ℓ|)) + 16ε(√n_ℓ + |x_ℓ|). |W| and ‖|W|‖ are bounded by √(|W|₁|W|_∞) and |W|_F, so that the bound
/// grows with the depth where these do. That an activation is off by 16ε(1 + |x|) at most is a law that every one of them is tested for. Source: Higham 2002, §3.5; docs/inversion-theorems.md §1.
/// </remarks>
public static class ForwardRounding
{
    /// <summary>A bound of |fl(N(u)) − N(u)| for every u with |u| ≤ radius.</summary>
    /// <param name="stages">The stages of the network.</param>
    /// <param name="radius">A bound of |u|, such as √n for values in [0, 1].</param>
    public static double Bound(IReadOnlyList<Stage> stages, double radius)
    {
        var bound = new ForwardBound(radius, 0);
        foreach (var stage in stages)
        {
            bound = stage.Forward(bound);
        }

        return bound.Error;
    }
}

/// <summary>What is known of activations in a forward pass.</summary>
/// <param name="Size">At least |z| in exact arithmetic.</param>
/// <param name="Error">At least |fl(z) − z|.</param>
internal readonly record struct ForwardBound(double Size, double Error);
