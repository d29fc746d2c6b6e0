using Akka.Configuration;
using Akka.TestKit.Xunit2;

namespace LiftedActors.Akka.Tests.Hosting;

/// <summary>The settings of the engine, with the log and the probes of the test kit, where whatever can be serialized is.</summary>
internal static class StrictSystem
{
    public static Config With(int workers) => ConfigurationFactory
        .ParseString("akka.actor { serialize-messages = on, serialize-creators = on }")
        .WithFallback(TestKit.DefaultConfig)
        .WithFallback(AkkaSettings.For(AkkaSettings.Read(AkkaSettings.TuningFile), workers));
}
