namespace LiftedActors.Host.Data;

/// <summary>Where data are looked for: the option <c>--data</c>, then the variable <c>LIFTED_DATA</c>, then the folder <c>data</c>.</summary>
/// <param name="Asked">The folder of the option; null without one.</param>
public sealed record DataFolders(string? Asked)
{
    /// <summary>The variable of the environment.</summary>
    public const string Variable = "LIFTED_DATA";

    /// <summary>The one folder that counts: the first that was named.</summary>
    /// <exception cref="DataFaultException">A folder was named that does not exist.</exception>
    public string Folder
    {
        get
        {
            var named = Asked ?? Environment.GetEnvironmentVariable(Variable);
            if (string.IsNullOrEmpty(named))
            {
                return "data";
            }

            return Directory.Exists(named)
                ? named
                : throw new DataFaultException($"{named}: there is no such folder; name the folder of the data with --data or {Variable}.");
        }
    }

    /// <summary>A file of the data folder, or of one of its folders.</summary>
    /// <param name="folder">The folder inside the data folder where it may also lie.</param>
    /// <param name="names">The names that it may have.</param>
    /// <param name="mend">What to do when there is none.</param>
    /// <exception cref="DataFaultException">There is none.</exception>
    public string Find(string folder, IReadOnlyList<string> names, string mend)
    {
        var root = Folder;
        foreach (var name in names)
        {
            foreach (var candidate in (string[])[Path.Combine(root, name), Path.Combine(root, folder, name)])
            {
                if (File.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        throw new DataFaultException($"{Path.Combine(root, names[0])}: there is no such file; {mend}");
    }

    /// <summary>A path of a spec: as it stands where it exists, otherwise inside the data folder.</summary>
    /// <exception cref="DataFaultException">It is in neither place.</exception>
    public string Resolve(string path)
    {
        if (Path.Exists(path))
        {
            return path;
        }

        var inside = Path.Combine(Folder, path);
        return Path.Exists(inside)
            ? inside
            : throw new DataFaultException($"{path}: there is no such file or folder, neither here nor in the data folder '{Folder}'; correct task.data, or name the data folder with --data.");
    }
}
