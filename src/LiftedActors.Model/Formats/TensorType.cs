namespace LiftedActors.Model.Formats;

/// <summary>The element types of safetensors that are read and written.</summary>
public enum TensorType
{
    /// <summary>Unsigned byte.</summary>
    U8,

    /// <summary>32-bit integer.</summary>
    I32,

    /// <summary>64-bit integer.</summary>
    I64,

    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE double precision.</summary>
    F64,
}
