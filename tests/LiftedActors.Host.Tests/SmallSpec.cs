using System.Text.Json.Nodes;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Tests;

/// <summary>An experiment that takes moments: phantoms of 8 × 8, three layers, four batches an epoch.</summary>
internal static class SmallSpec
{
    public const string Text =
        """
        {
          "name": "small",
          "task": { "data": "phantoms", "size": 8, "train": 32, "test": 6, "operator": { "gaussian-blur": { "size": 3, "sigma": 1 } }, "noise": 0.05 },
          "network": { "widths": [64, 20, 20, 64], "activation": { "soft-threshold": { "threshold": 0.05 } } },
          "method": {
            "formulation": "lifted-bregman",
            "activationUpdate": "fixed-point",
            "parameterUpdate": { "adam": { "rate": 2e-3 } },
            "outer": { "implicit-stochastic-gradient": { "batchSize": 8 } }
          },
          "baseline": "adam",
          "epochs": 3,
          "checkpoints": { "everyIterations": 1 }
        }
        """;

    public static JsonObject Parse() => SpecReader.Parse("small", Text);

    public static ExperimentSpec Read(params string[] overrides)
    {
        var spec = Parse();
        SpecOverrides.Apply(spec, overrides);
        return SpecReader.Read("small", spec);
    }

    public static string WriteTo(ScratchFolder folder)
    {
        File.WriteAllText(folder["small.json"], Text);
        return folder["small.json"];
    }
}
