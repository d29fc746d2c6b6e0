namespace LiftedActors.Model.Kernels;

/// <summary>The six operations that the tile kernel needs of a vector register, so that one source serves every instruction set.</summary>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>The word that names this instruction set in reports and checkpoints.</summary>
    static abstract string Name { get; }

    /// <summary>The number of scalars in one register.</summary>
    static abstract int Count { get; }

    /// <summary>The rows of the tallest tile whose accumulators, two registers a row, stay in registers.</summary>
    static abstract int TallestTile { get; }

    /// <summary>The rows of A, a depth block deep, that stay in the second-level cache of the processors with this instruction set.</summary>
    static abstract int RowsPerBlock { get; }

    /// <summary>Reads one register.</summary>
    static abstract TVector Load(Real* source);

    /// <summary>Fills one register with one scalar.</summary>
    static abstract TVector Broadcast(Real value);

    /// <summary>left · right + addend.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>left + right.</summary>
    static abstract TVector Add(TVector left, TVector right);

    /// <summary>Writes one register.</summary>
    static abstract void Store(TVector value, Real* target);

    /// <summary>Asks for the line of this address, which will be needed soon.</summary>
    static abstract void Prefetch(Real* address);

    /// <summary>Asks for the cache line at an address to be brought to the second level; any address is allowed.</summary>
    static abstract void PrefetchFar(Real* address);
}
