using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Formulations;

/// <summary>C = 0: the term of the last layer in a free phase, where nothing pulls at the output.</summary>
/// <param name="activation">The potential Ψ of the activation.</param>
public sealed class NoPenalty(ConvexPotential activation) : LayerPenalty(activation, 1)
{
    /// <summary>0.</summary>
    public override double Curvature => 0;

    /// <inheritdoc/>
    public override double Error(Matrix x, Matrix z, Matrix error)
    {
        error.Resize(x.Rows);
        error.Values.Clear();
        return 0;
    }

    /// <summary>0.</summary>
    public override double SquaredErrorBound(double term) => 0;
}
