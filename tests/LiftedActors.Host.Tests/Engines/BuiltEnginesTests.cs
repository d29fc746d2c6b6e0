using LiftedActors.Host.Commands;
using LiftedActors.Host.Engines;

namespace LiftedActors.Host.Tests.Engines;

public class BuiltEnginesTests
{
    [Fact]
    public void The_embedded_engine_is_always_there() => Assert.True(BuiltEngines.Embedded.IsPresent);

    [Fact]
    public void An_engine_gives_its_version_or_the_reason_why_it_is_missing() => Assert.All(BuiltEngines.All, engine =>
        Assert.False(string.IsNullOrWhiteSpace(engine == BuiltEngines.Embedded ? engine.Name : engine.MissingBecause ?? engine.Version)));

    [Fact]
    public void An_engine_that_is_missing_has_a_reason_from_the_build() => Assert.All(
        BuiltEngines.All.Where(engine => !engine.IsPresent),
        engine => Assert.Matches("NU[0-9]{4}: |^switched off by |^the restore ", engine.MissingBecause));

    [Fact]
    public void An_engine_is_reported_present_exactly_where_its_library_was_compiled_in()
    {
        string[] references = [.. typeof(BuiltEngines).Assembly.GetReferencedAssemblies().Select(name => name.Name!)];

        Assert.Equal(BuiltEngines.Gpu.IsPresent, references.Contains("LiftedActors.Gpu"));
        Assert.Equal(BuiltEngines.Gpu.IsPresent, BuiltEngines.Accelerators().Count > 0);
    }

    [Fact]
    public void The_command_writes_a_line_for_every_engine()
    {
        using var output = new StringWriter();

        int exit = EnginesCommand.Create().Parse([]).Invoke(new() { Output = output });

        Assert.Equal(0, exit);
        string[] lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.All(BuiltEngines.All, engine => Assert.Contains(engine.Describe(), lines));
        Assert.Equal(BuiltEngines.All.Count + BuiltEngines.Accelerators().Count, lines.Length);
    }
}
