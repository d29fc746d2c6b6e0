namespace LiftedActors.Model.Formats;

/// <summary>How a copy of an MNIST file agrees with the published sums.</summary>
public enum MnistCopy
{
    /// <summary>The archive, byte for byte.</summary>
    Original,

    /// <summary>The uncompressed IDX file, byte for byte.</summary>
    Unpacked,

    /// <summary>Another archive of the same IDX file: the content agrees byte for byte, the archive does not.</summary>
    CompressedAgain,
}
