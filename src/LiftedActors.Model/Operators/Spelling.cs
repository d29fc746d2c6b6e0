using System.Text;

namespace LiftedActors.Model.Operators;

/// <summary>Words as a spec spells them, and the nearest known word to a misspelt one.</summary>
public static class Spelling
{
    /// <summary>"innerSize" or "InnerSize" as "inner-size".</summary>
    public static string KebabCase(string name)
    {
        var kebab = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && kebab.Length > 0)
            {
                kebab.Append('-');
            }

            kebab.Append(char.ToLowerInvariant(letter));
        }

        return kebab.ToString();
    }

    /// <summary>A clause that names the nearest of the known words and lists them all.</summary>
    public static string Suggestion(string word, IEnumerable<string> known)
    {
        var words = known.ToArray();
        if (words.Length == 0)
        {
            return "there are none to give";
        }

        var nearest = words.MinBy(candidate => Distance(word, candidate));
        return $"did you mean '{nearest}'? Known: {string.Join(", ", words)}";
    }

    // The number of letters to insert, delete or replace (Levenshtein 1966), row by row.
    private static int Distance(string one, string two)
    {
        var row = Enumerable.Range(0, two.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= two.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == two[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
