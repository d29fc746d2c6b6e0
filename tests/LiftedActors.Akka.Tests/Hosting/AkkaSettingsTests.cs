using Akka.Actor;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace LiftedActors.Akka.Tests.Hosting;

/// <summary>The file holds tuning only, and nothing in it is misspelt: a key that nobody reads is silent otherwise.</summary>
public class AkkaSettingsTests
{
    private static readonly Config Tuning = AkkaSettings.Read(AkkaSettings.TuningFile);

    public static TheoryData<string> Keys() => [.. Leaves("akka")];

    public static TheoryData<string> DispatcherKeys() => [.. Leaves(AkkaSettings.Kernels), .. Leaves(AkkaSettings.Control)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_key_of_the_system_is_one_that_it_knows(string key) =>
        Assert.True(ConfigurationFactory.Default().HasPath(key), $"Akka.NET knows no setting '{key}'.");

    [Theory]
    [MemberData(nameof(DispatcherKeys))]
    public void Every_key_of_a_dispatcher_is_one_that_dispatchers_know(string key)
    {
        var setting = string.Join('.', key.Split('.').Skip(3));
        var reference = ConfigurationFactory.Default();

        Assert.True(
            reference.HasPath($"akka.actor.default-fork-join-dispatcher.{setting}") || reference.HasPath($"akka.actor.default-dispatcher.{setting}"),
            $"Akka.NET knows no setting '{setting}' of a dispatcher.");
    }

    [Fact]
    public void There_is_nothing_else_in_the_file() =>
        Assert.Equal(["akka", "lifted"], Tuning.Root.GetObject().Items.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("kernels", 3)]
    [InlineData("control", 2)]
    public async Task A_dispatcher_resolves(string dispatcher, int threads)
    {
        var settings = AkkaSettings.For(Tuning, 3);
        using var system = ActorSystem.Create("test", settings);

        Assert.Equal($"lifted.dispatchers.{dispatcher}", system.Dispatchers.Lookup($"lifted.dispatchers.{dispatcher}").Id);
        Assert.Equal("ForkJoinDispatcher", settings.GetString($"lifted.dispatchers.{dispatcher}.type"));
        Assert.Equal(threads, settings.GetInt($"lifted.dispatchers.{dispatcher}.dedicated-thread-pool.thread-count"));
        await system.Terminate();
    }

    [Fact]
    public void The_file_cannot_bring_a_restart_or_the_end_of_the_process()
    {
        var wrong = ConfigurationFactory.ParseString("""
            akka.actor.guardian-supervisor-strategy = "Akka.Actor.DefaultSupervisorStrategy"
            akka.actor.provider = remote
            akka.coordinated-shutdown { exit-clr = on, run-by-clr-shutdown-hook = on }
            """);
        var settings = AkkaSettings.For(wrong.WithFallback(Tuning), 1);

        Assert.Equal("Akka.Actor.StoppingSupervisorStrategy", settings.GetString("akka.actor.guardian-supervisor-strategy"));
        Assert.Equal("Akka.Actor.LocalActorRefProvider", settings.GetString("akka.actor.provider"));
        Assert.False(settings.GetBoolean("akka.coordinated-shutdown.exit-clr", true));
        Assert.False(settings.GetBoolean("akka.coordinated-shutdown.run-by-clr-shutdown-hook", true));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "nowhere", "akka.hocon");

        Assert.Contains(file, Assert.Throws<FileNotFoundException>(() => AkkaSettings.Read(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("akka.loglevel = ${nowhere}", "nowhere")]
    [InlineData("akka { loglevel = ERROR }", AkkaSettings.Kernels)]
    [InlineData("lifted.dispatchers.kernels.type = ForkJoinDispatcher", AkkaSettings.Control)]
    [InlineData("", AkkaSettings.Kernels)]
    [InlineData("lifted.dispatchers { kernels.throughput = 1, control.throughput = 1 }", AkkaSettings.Kernels)]
    [InlineData("lifted.dispatchers { kernels { type = ForkJoinDispatcher, throughput = many }, control = ${lifted.dispatchers.kernels} }", "many")]
    [InlineData("akka.loggers = [Nonsense], lifted.dispatchers { kernels.type = ForkJoinDispatcher, control.type = ForkJoinDispatcher }", "Nonsense")]
    public void A_file_that_is_broken_is_named_with_its_fault(string text, string fault)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "akka.hocon");
            File.WriteAllText(file, text);

            var message = Assert.Throws<FileLoadException>(() => AkkaEngine.Start(file, 1)).Message;

            Assert.Contains(file, message, StringComparison.Ordinal);
            Assert.Contains(fault, message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static IEnumerable<string> Leaves(string path) => Leaves(path, Tuning.GetValue(path));

    private static IEnumerable<string> Leaves(string path, HoconValue value) => value.IsObject()
        ? value.GetObject().Items.SelectMany(item => Leaves($"{path}.{item.Key}", item.Value))
        : [path];
}
