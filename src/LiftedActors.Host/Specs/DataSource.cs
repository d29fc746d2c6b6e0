namespace LiftedActors.Host.Specs;

/// <summary>Where the images of a task come from.</summary>
public enum DataSource
{
    /// <summary>Generated ellipses, polygons and strokes; no files.</summary>
    Phantoms,

    /// <summary>The files of the MNIST database.</summary>
    Mnist,

    /// <summary>A safetensors file of clean and degraded images.</summary>
    Pairs,

    /// <summary>A folder of PNG or PGM pictures, cut into tiles.</summary>
    Pictures,
}
