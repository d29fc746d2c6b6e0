using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Operators;

/// <summary>A forward operator A_i for every sample i: the same for all (a <see cref="LinearOperator"/> is its own family) or drawn for each.</summary>
/// <remarks>Mark a family that a spec may name with <see cref="ForwardOperatorAttribute"/>; the catalogue and the laws then find it by scanning.</remarks>
public abstract class OperatorFamily
{
    /// <summary>Creates a family that acts on images of the shape <paramref name="shape"/>.</summary>
    protected OperatorFamily(ImageShape shape) => Shape = shape;

    /// <summary>The shape of the images that the operators take.</summary>
    public ImageShape Shape { get; }

    /// <summary>The operator of one sample: a function of the sample's index alone, whichever other samples are asked for.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sample"/> is negative.</exception>
    public abstract LinearOperator At(int sample);
}
