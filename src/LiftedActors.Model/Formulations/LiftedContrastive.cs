using LiftedActors.Model.Networks;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Model.Formulations;

/// <summary>
/// The lifted contrastive formulation: J = (1/β) [ min_z {E(z) + β loss} − min_z E(z) ] with the energy
/// E = Σ_{ℓ&lt;L} γ^{ℓ−1} (½|z_ℓ − x_ℓ|² + Ψ_ℓ(z_ℓ) − inf Ψ_ℓ).
/// </summary>
/// <remarks>
/// <para>The clamped and the free phase have activations of their own, each a copy of all shards: Z lowers the energy of its phase, Θ the
/// difference, ∇J = (1/β)(∂E(ẑ) − ∂E(ž)) + ∂loss at converged phases. J ≥ 0 for a loss ≥ 0, and J → loss of the network as β → 0 and γ → 0.</para>
/// <para>Every settled step of Z lowers the energies, every settled step of Θ the difference at the present activations; of J itself nothing is promised while
/// the phases have not converged. Source: Zach and Estellers (2019); docs/mathematics.md §4.</para>
/// </remarks>
public sealed record LiftedContrastive : LiftedFormulation
{
    /// <summary>Creates the formulation.</summary>
    /// <param name="beta">The strength β &gt; 0 of the loss in the clamped phase.</param>
    /// <param name="gamma">The discount γ in (0, 1] from layer to layer.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LiftedContrastive(double beta = 0.1, double gamma = 0.5)
        : base(1 / Checked(beta, double.MaxValue, nameof(beta))) => (Beta, Gamma) = (beta, Checked(gamma, 1, nameof(gamma)));

    /// <summary>The strength β of the loss.</summary>
    public double Beta { get; }

    /// <summary>The discount γ.</summary>
    public double Gamma { get; }

    /// <summary>2: clamped and free.</summary>
    public override int Phases => 2;

    /// <summary>γ^{ℓ−1}/β.</summary>
    public override double WeightOf(int layer) => Math.Pow(Gamma, layer - 1) / Beta;

    internal override string? Refusal(Schedule schedule) => schedule.Delay is null ? null
        : "moves all blocks at once by step lengths that lower one function; the contrastive method has two, as activations lower the energies of both phases "
        + "and parameters their difference. Take backward-gauss-seidel, three-colour or one-sweep";

    private protected override LayerPenalty Hidden(Layer layer, double weight) => new QuadraticPenalty(layer.Activation, weight, layer.Map.Outputs);

    private static double Checked(double value, double most, string name) => value > 0 && value <= most
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} must be above 0{(most == 1 ? " and at most 1" : " and finite")}, which {value} is not.");
}
