namespace LiftedActors.Model.Operators;

/// <summary>Gives an <see cref="OperatorFamily"/> its word in specs and on the command line.</summary>
/// <remarks>
/// The spec's parameters are those of the only public constructor, in kebab-case; the <see cref="Imaging.ImageShape"/> is supplied by the
/// data, and a parameter <c>seed</c> that the spec leaves out by the degradation. Parameters are int, long, double or an enumeration.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ForwardOperatorAttribute : Attribute
{
    /// <summary>Names the operator <paramref name="word"/>.</summary>
    public ForwardOperatorAttribute(string word) => Word = word;

    /// <summary>The word, in kebab-case.</summary>
    public string Word { get; }
}
