namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>What one call of a plane kernel reads and writes: a few planes of a product of weights with shifted planes, over some vectors of positions.</summary>
internal unsafe struct PlaneOperands
{
    /// <summary>The summands of an output value.</summary>
    public nint Depth;

    /// <summary>The weights, side by side for every summand.</summary>
    public Real* Weights;

    /// <summary>What every plane starts from.</summary>
    public Real* Bias;

    /// <summary>Where the first value of every summand lies in <see cref="Planes"/>.</summary>
    public nint* Shifts;

    /// <summary>The copied planes.</summary>
    public Real* Planes;

    /// <summary>Where each vector of positions begins in the copied planes.</summary>
    public nint* Reads;

    /// <summary>Where it begins in a plane of the target.</summary>
    public nint* Writes;

    /// <summary>The vectors of positions.</summary>
    public nint Vectors;

    /// <summary>The first plane of the target.</summary>
    public Real* Target;

    /// <summary>The distance from one plane of the target to the next.</summary>
    public nint TargetStride;
}
