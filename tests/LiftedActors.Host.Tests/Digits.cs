using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Tests;

/// <summary>Four files in the format of MNIST: the images of a class have a bright bar at a place of their own, and random grey around it.</summary>
internal static class Digits
{
    private const int Side = 28;
    private const int Classes = 10;

    public const string Spec =
        """
        {
          "name": "digits",
          "task": { "data": "mnist", "kind": "classification", "train": 120, "test": 40, "validation": 20 },
          "network": { "widths": [784, 24, 10], "activation": "relu", "output": "softmax" },
          "method": {
            "formulation": { "lifted-bregman": { "weight": 10 } },
            "activationUpdate": "fixed-point",
            "parameterUpdate": { "adam": { "rate": 3e-3 } },
            "outer": { "implicit-stochastic-gradient": { "batchSize": 20 } }
          },
          "baseline": { "adam": { "rate": 3e-3 } },
          "epochs": 12
        }
        """;

    public static void WriteTo(string folder, int train, int test)
    {
        Write(folder, "train", train, 1);
        Write(folder, "t10k", test, 2);
    }

    private static void Write(string folder, string part, int count, long seed)
    {
        var (pixels, labels) = (new byte[count * Side * Side], new byte[count]);
        for (var i = 0; i < count; i++)
        {
            var random = new Model.Randomness.RandomStream(seed, "digits", i);
            labels[i] = (byte)random.NextInt(Classes);
            for (var p = 0; p < Side * Side; p++)
            {
                pixels[(i * Side * Side) + p] = (byte)(random.NextInt(100) + (p / Side / 2 == labels[i] + 1 ? 150 : 0));
            }
        }

        using var images = File.Create(Path.Combine(folder, $"{part}-images-idx3-ubyte"));
        Idx.Write(images, new IdxArray([count, Side, Side], pixels));
        using var classes = File.Create(Path.Combine(folder, $"{part}-labels-idx1-ubyte"));
        Idx.Write(classes, new IdxArray([count], labels));
    }
}
