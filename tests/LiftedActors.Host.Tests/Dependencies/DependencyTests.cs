using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace LiftedActors.Host.Tests.Dependencies;

/// <summary>Holds the projects to the table of what each may know.</summary>
public class DependencyTests
{
    public static TheoryData<string> Rooms() => [.. Room.Table.Select(room => room.Project)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_project_references_only_what_it_may_know(string project)
    {
        Room room = Find(project);
        XDocument file = XDocument.Load(Path.Combine(SourceFolder(), project, project + ".csproj"));

        Assert.All(Includes(file, "ProjectReference"), path =>
            Assert.Contains(Path.GetFileNameWithoutExtension(path.Replace('\\', '/')), room.Projects));
        Assert.All(Packages(file), package => Assert.True(room.MayUse(package), $"{project} must not reference the package {package}."));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_compiled_assembly_uses_only_what_it_may_know(string project)
    {
        Room room = Find(project);
        string file = Path.Combine(AppContext.BaseDirectory, project + ".dll");
        if (!File.Exists(file))
        {
            // Only an optional engine may be missing from this build.
            Assert.Contains(project, new[] { "LiftedActors.Akka", "LiftedActors.Gpu" });
            return;
        }

        AssemblyUses uses = AssemblyUses.Read(file);
        Assert.All(uses.Assemblies, name => Assert.True(
            name.StartsWith("System.", StringComparison.Ordinal) || room.Projects.Contains(name) || room.MayUse(name),
            $"{project} must not use the assembly {name}."));
        Assert.All(room.Forbidden, name => Assert.False(uses.Names.Contains(name), $"{project} must not use {name}."));
    }

    [Fact]
    public void Every_library_has_a_row() => Assert.Equal(
        Directory.GetDirectories(SourceFolder()).Select(Path.GetFileName).Where(name => name != "LiftedActors.Host").Order(StringComparer.Ordinal),
        Room.Table.Select(room => room.Project).Order(StringComparer.Ordinal));

    [Fact]
    public void The_data_tool_knows_the_model_and_no_actors()
    {
        XDocument file = XDocument.Load(Path.Combine(SourceFolder(), "..", "tools", "dataset-prep", "DatasetPrep.csproj"));

        Assert.Equal(["LiftedActors.Model"], Includes(file, "ProjectReference").Select(Path.GetFileNameWithoutExtension));
    }

    [Fact]
    public void Uses_are_seen()
    {
        // This assembly reads files and draws without a seed: a scan that saw nothing would let everything pass.
        _ = new Random();
        AssemblyUses uses = AssemblyUses.Read(typeof(DependencyTests).Assembly.Location);

        Assert.Contains("System.IO.File", uses.Names);
        Assert.Contains("System.IO.Path.Combine", uses.Names);
        Assert.Contains("System.Random..ctor()", uses.Names);
        Assert.DoesNotContain("System.Random.get_Shared", uses.Names);
        Assert.Contains("lifted", uses.Assemblies);
    }

    [Fact]
    public void The_constants_of_optional_engines_are_read_in_one_file() => Assert.Equal(
        ["BuiltEngines.cs"],
        Directory.EnumerateFiles(SourceFolder(), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("HAS_", StringComparison.Ordinal))
            .Select(Path.GetFileName));

    private static Room Find(string project) => Room.Table.Single(room => room.Project == project);

    private static IEnumerable<string> Includes(XDocument file, string element) =>
        file.Descendants(element).Select(item => (string?)item.Attribute("Include") ?? "");

    // An engine's csproj names its packages by the items of build/engines.packages.props.
    private static IEnumerable<string> Packages(XDocument file)
    {
        XDocument engines = XDocument.Load(Path.Combine(SourceFolder(), "..", "build", "engines.packages.props"));
        return Includes(file, "PackageReference").SelectMany(name => name.StartsWith("@(", StringComparison.Ordinal)
            ? Includes(engines, name[2..^1])
            : [name]);
    }

    private static string SourceFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src"));
}
