namespace LiftedActors.Model.Formats;

/// <summary>The formats of files of tensors.</summary>
public enum TensorFormat
{
    /// <summary>Safetensors.</summary>
    Safetensors,

    /// <summary>Named arrays of NumPy.</summary>
    Npz,

    /// <summary>One array of NumPy.</summary>
    Npy,

    /// <summary>What torch.save of PyTorch writes.</summary>
    PyTorch,
}
