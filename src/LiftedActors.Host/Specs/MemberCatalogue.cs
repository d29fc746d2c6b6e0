using System.Reflection;
using System.Text.Json;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Specs;

/// <summary>
/// The members of a family by their words. A member of the model is found by scanning: its word is its type's name in kebab-case,
/// its parameters are those of its constructor.
/// </summary>
/// <typeparam name="T">The family.</typeparam>
public sealed class MemberCatalogue<T>
    where T : class
{
    private readonly SortedDictionary<string, Member<T>> _members = new(StringComparer.Ordinal);

    /// <summary>A catalogue of given members.</summary>
    public MemberCatalogue(IEnumerable<Member<T>> members)
    {
        foreach (var member in members)
        {
            _members.Add(member.Word, member);
        }
    }

    /// <summary>The words in alphabetical order.</summary>
    public IReadOnlyCollection<string> Words => _members.Keys;

    /// <summary>Finds a member; null if there is none of this word.</summary>
    public Member<T>? Find(string word) => _members.GetValueOrDefault(word);

    /// <summary>The public, concrete types of the family's assembly.</summary>
    /// <param name="except">Types that a spec names in another way.</param>
    public static MemberCatalogue<T> Scan(params Type[] except) => new(typeof(T).Assembly.GetExportedTypes()
        .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(T)) && !except.Contains(type))
        .Select(Describe));

    private static Member<T> Describe(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)
            ?? throw new InvalidOperationException($"{type} has no public constructor, so that a spec cannot name it.");
        var parameters = constructor.GetParameters()
            .Select(parameter => new MemberParameter(JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!), parameter.ParameterType, parameter.HasDefaultValue, parameter.DefaultValue))
            .ToArray();
        return new Member<T>(Spelling.KebabCase(type.Name), parameters, values => (T)constructor.Invoke(
            BindingFlags.DoNotWrapExceptions, null, [.. parameters.Select(parameter => values.GetValueOrDefault(parameter.Name, parameter.Default!))], null));
    }
}
