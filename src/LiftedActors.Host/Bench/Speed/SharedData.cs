using LiftedActors.Host.Data;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>The data of an experiment in a folder of their own for the other side; gone when disposed.</summary>
internal sealed class SharedData : IDisposable
{
    /// <summary>Writes the data.</summary>
    public SharedData(TaskData data)
    {
        NumpyFile.Write(Path.Combine(Folder, "inputs.npy"), Matrix.Of(data.Train.Inputs));
        NumpyFile.Write(Path.Combine(Folder, "targets.npy"), Matrix.Of(data.Train.Targets));
        NumpyFile.Write(Path.Combine(Folder, "test_inputs.npy"), Matrix.Of(data.Test.Inputs));
        NumpyFile.Write(Path.Combine(Folder, "test_targets.npy"), Matrix.Of(data.Test.Targets));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("lifted-bench-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
