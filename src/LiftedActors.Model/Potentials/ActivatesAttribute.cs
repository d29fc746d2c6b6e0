namespace LiftedActors.Model.Potentials;

/// <summary>Names the activation whose potential the marked type is, by the word that a specification uses for it.</summary>
/// <param name="word">The word in kebab-case, for example <c>soft-threshold</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class ActivatesAttribute(string word) : Attribute
{
    /// <summary>The word in kebab-case.</summary>
    public string Word { get; } = word;
}
