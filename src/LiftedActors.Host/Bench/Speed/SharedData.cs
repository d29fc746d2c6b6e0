using LiftedActors.Host.Data;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>The data of an experiment in a folder of their own for the other side; gone when disposed.</summary>
internal sealed class SharedData : IDisposable
{
    /// <summary>Writes the data.</summary>
    public SharedData(TaskData data)
    {
        Write("inputs.npy", Matrix.Of(data.Train.Inputs));
        Write("targets.npy", Matrix.Of(data.Train.Targets));
        Write("test_inputs.npy", Matrix.Of(data.Test.Inputs));
        Write("test_targets.npy", Matrix.Of(data.Test.Targets));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("lifted-bench-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Write(string name, Matrix matrix)
    {
        using var file = File.Create(Path.Combine(Folder, name));
        Npy.Write(file, Tensor.Of(name, [matrix.Rows, matrix.Columns], matrix.Values));
    }
}
