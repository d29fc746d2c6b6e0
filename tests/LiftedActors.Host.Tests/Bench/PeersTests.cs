using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using LiftedActors.Host.Bench.Speed;
using LiftedActors.Model.Kernels;

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
    public void The_script_is_valid_Python()
    {
        using var process = PythonFactAttribute.Start("-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", Script())!;
        var fault = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, fault);
    }

    [Fact]
    public void A_matrix_is_written_as_NumPy_reads_it()
    {
        using var folder = new ScratchFolder();
        var path = Path.Combine(folder.Path, "matrix.npy");
        NumpyFile.Write(path, Matrix.Over([1, 2, 3, 4, 5, 6], 2, 3));

        var bytes = File.ReadAllBytes(path);
        var header = BitConverter.ToUInt16(bytes, 8);
        Assert.Equal("\u0093NUMPY\u0001\0", Encoding.Latin1.GetString(bytes, 0, 8));
        Assert.Equal(0, (10 + header) % 64);
        Assert.Contains("'shape': (2, 3)", Encoding.ASCII.GetString(bytes, 10, header), StringComparison.Ordinal);
        Assert.Equal(6 * sizeof(Real), bytes.Length - 10 - header);
    }

    private static string Script([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../LiftedActors.Benchmarks/peers/pytorch_peer.py");

    /// <summary>A fact that is reported as skipped, not as passed, where there is no Python.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PythonFactAttribute : FactAttribute
    {
        public PythonFactAttribute()
        {
            using var process = Start("--version");
            Skip = process is null ? "Python is not installed." : null;
            process?.WaitForExit();
        }

        public static Process? Start(params string[] arguments)
        {
            try
            {
                return Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            }
            catch (Win32Exception)
            {
                return null;
            }
        }
    }
}
