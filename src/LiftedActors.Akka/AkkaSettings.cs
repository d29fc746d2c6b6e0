using System.Globalization;
using Akka.Configuration;

namespace LiftedActors.Akka;

/// <summary>The settings of the actor system: tuning from the file, and on top what the engine itself decides.</summary>
internal static class AkkaSettings
{
    /// <summary>The dispatcher of blocks.</summary>
    public const string Kernels = "lifted.dispatchers.kernels";

    /// <summary>The dispatcher of all other roles.</summary>
    public const string Control = "lifted.dispatchers.control";

    private const string Fixed = """
        akka.actor.provider = "Akka.Actor.LocalActorRefProvider"
        akka.actor.guardian-supervisor-strategy = "Akka.Actor.StoppingSupervisorStrategy"
        akka.coordinated-shutdown {
          exit-clr = off
          run-by-clr-shutdown-hook = off
        }
        """;

    /// <summary>Where the tuning lies: <c>config/akka.hocon</c> beside the program.</summary>
    public static string TuningFile { get; } = Path.Combine(AppContext.BaseDirectory, "config", "akka.hocon");

    /// <summary>Reads the tuning.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FileLoadException">It is not HOCON, or lacks a dispatcher.</exception>
    public static Config Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new FileNotFoundException(
                $"The Akka.NET engine finds no settings at '{file}'; copy config/akka.hocon there, as the build does.", file);
        }

        var tuning = Parse(file);

        // A dispatcher without a type is silently one on the thread pool of .NET.
        return new[] { $"{Kernels}.type", $"{Control}.type" }.FirstOrDefault(key => !tuning.HasPath(key)) is { } missing
            ? throw Broken(file, $"'{missing}' is missing", null)
            : tuning;
    }

    /// <summary>The whole settings.</summary>
    /// <param name="tuning">What the file says.</param>
    /// <param name="workers">The threads that run kernels.</param>
    public static Config For(Config tuning, int workers)
    {
        var threads = string.Create(CultureInfo.InvariantCulture, $"{Kernels}.dedicated-thread-pool.thread-count = {workers}");
        return ConfigurationFactory.ParseString(Fixed)
            .WithFallback(ConfigurationFactory.ParseString(threads))
            .WithFallback(tuning);
    }

    /// <summary>The error of settings that cannot be used.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="cause">What was thrown, if anything.</param>
    public static FileLoadException Broken(string file, string fault, Exception? cause) => new(
        $"The settings of the Akka.NET engine at '{file}' cannot be used ({fault}); mend the file, or take config/akka.hocon as it was.", file, cause);

    private static Config Parse(string file)
    {
        try
        {
            return ConfigurationFactory.ParseString(File.ReadAllText(file));
        }
        catch (Exception fault) when (fault is not IOException)
        {
            // The parser throws whatever it stumbles over.
            throw Broken(file, fault.Message, fault);
        }
    }
}
