using System.Runtime.CompilerServices;

namespace LiftedActors.Host.Tests.Bench;

/// <summary>The PyTorch side, as far as it can be held without PyTorch.</summary>
public sealed class PeersTests
{
    [Fact]
    public void The_script_answers_what_is_asked()
    {
        var script = File.ReadAllText(Script());

        Assert.All(["epoch", "reach", "sweep"], work => Assert.Contains($"\ndef {work}(request):", script, StringComparison.Ordinal));
        Assert.All(["soft-threshold", "relu", "tanh"], activation => Assert.Contains($"\"{activation}\": lambda", script, StringComparison.Ordinal));
    }

    [PythonFact]
    public void The_script_is_valid_Python() => Python.Run("import ast, sys; ast.parse(open(sys.argv[1]).read())", [], Script());

    private static string Script([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../LiftedActors.Benchmarks/peers/pytorch_peer.py");
}
