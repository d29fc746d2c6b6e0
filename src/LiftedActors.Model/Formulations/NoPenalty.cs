using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Formulations;

/// <summary>C = 0: the term of the last layer in a free phase, where nothing pulls at the output.</summary>
/// <param name="activation">The potential Ψ of the activation.</param>
public sealed class NoPenalty(ConvexPotential activation) : LayerPenalty(activation, 1)
{
    /// <summary>That of the loss, as 0 would do but give steps without end: both phases take steps of one length.</summary>
    public override double Curvature => Activation.ActivationLipschitz;

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
