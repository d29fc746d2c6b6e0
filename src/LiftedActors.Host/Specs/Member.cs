namespace LiftedActors.Host.Specs;

/// <summary>A member of a family that a spec names by its word.</summary>
/// <typeparam name="T">The family.</typeparam>
/// <param name="Word">The word.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Create">Creates the member from values by parameter name; absent ones take their defaults. Throws <see cref="ArgumentException"/> for a value out of range.</param>
public sealed record Member<T>(string Word, IReadOnlyList<MemberParameter> Parameters, Func<IReadOnlyDictionary<string, object>, T> Create);
