using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;

namespace LiftedActors.Gpu.Devices;

/// <summary>A kernel that measures a sum for every member, compiled for one and for several of them when it is first used for so many.</summary>
/// <typeparam name="T">What a member gives.</typeparam>
/// <param name="one">Compiles it for a member alone.</param>
/// <param name="several">Compiles it for several.</param>
internal sealed class SumKernel<T>(Func<SumLaunch<One<T>>> one, Func<SumLaunch<Members<T>>> several)
    where T : struct
{
    /// <summary>The launch for a member alone.</summary>
    public SumLaunch<One<T>> ForOne => field ??= one();

    /// <summary>The launch for several members.</summary>
    public SumLaunch<Members<T>> ForSeveral => field ??= several();
}

/// <summary>Launches a kernel over members of one length.</summary>
/// <param name="stream">Where it goes.</param>
/// <param name="grid">As many groups for every member.</param>
/// <param name="members">The members.</param>
/// <param name="partials">Receives the partial sums, one row of groups for every member.</param>
internal delegate void SumLaunch<in TMembers>(AcceleratorStream stream, KernelConfig grid, TMembers members, ArrayView<double> partials);
