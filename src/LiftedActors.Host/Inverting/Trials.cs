using System.Text.Json;
using LiftedActors.Host.Data;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Inverting;

/// <summary>What an inversion came to with one weight.</summary>
/// <param name="Number">The number of the trial, from 1.</param>
/// <param name="Alpha">α.</param>
/// <param name="Misfit">The mean misfit of the network itself.</param>
/// <param name="Regulariser">The mean of J.</param>
/// <param name="SourceNorm">|v_α|, the root mean square over samples.</param>
/// <param name="Iterations">The iterations.</param>
/// <param name="Seconds">The seconds spent in them.</param>
/// <param name="Advice">How it ended.</param>
internal sealed record Trial(int Number, double Alpha, double Misfit, double Regulariser, double SourceNorm, int Iterations, double Seconds, string Advice);

/// <summary>The finished trials of a run: a resumed run takes them from here, so that it chooses as if it had never stopped.</summary>
/// <param name="folder">The run folder.</param>
internal sealed class Trials(RunFolder folder)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    private readonly List<Trial> _finished = Read(folder.Trials);

    /// <summary>The finished trials, in order.</summary>
    public IReadOnlyList<Trial> Finished => _finished;

    /// <summary>The finished trial of a weight; null where there is none.</summary>
    public Trial? Find(double alpha) => _finished.FirstOrDefault(trial => trial.Alpha == alpha);

    /// <summary>Keeps a finished trial with the inputs that it found.</summary>
    public void Add(Trial trial, Matrix inputs)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Trial(trial.Number))!);
        var tensor = Tensor.Of("inputs", [inputs.Rows, inputs.Columns], inputs.Values);
        DurableFile.Write(folder.Trial(trial.Number), new TensorFile([tensor], new Dictionary<string, string>()), DurableFile.Open);
        _finished.Add(trial);
        DurableFile.WriteLines(folder.Trials, _finished.Select(finished => JsonSerializer.Serialize(finished, Options)));
    }

    /// <summary>The inputs that a finished trial found.</summary>
    public Matrix Inputs(Trial trial)
    {
        var tensor = DataFaultException.Reading(folder.Trial(trial.Number), Safetensors.Read)["inputs"];
        var inputs = new Matrix(tensor.Shape[0], tensor.Shape[1]);
        tensor.CopyTo(inputs.Values);
        return inputs;
    }

    private static List<Trial> Read(string path) => File.Exists(path)
        ? [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<Trial>(line, Options)!)]
        : [];
}
