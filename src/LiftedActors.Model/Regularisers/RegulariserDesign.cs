using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Regularisers;

/// <summary>A regulariser of the literature by its name and parameters, for vectors of any shape: a spec names it by its word, the type's name in kebab-case.</summary>
/// <remarks>A signal is an image of one row. Sums are sums of what the designs build.</remarks>
public abstract record RegulariserDesign
{
    /// <summary>The regulariser on images of a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range, or the shape too small.</exception>
    public abstract Regulariser On(ImageShape shape);

    /// <summary>The sum of several on images of a shape.</summary>
    /// <exception cref="ArgumentException">There is none, or they do not go together.</exception>
    public static Regulariser Sum(IReadOnlyList<RegulariserDesign> designs, ImageShape shape) => designs.Count > 0
        ? designs.Select(design => design.On(shape)).Aggregate((left, right) => left + right)
        : throw new ArgumentException("A sum of regularisers needs at least one.", nameof(designs));
}
