using ILGPU;
using ILGPU.Runtime;

namespace LiftedActors.Gpu.Kernels;

/// <summary>
/// The proximal map of t‖·‖₁, element by element on one accelerator.
/// <para>yᵢ = sgn(vᵢ) (|vᵢ| − t)₊ = vᵢ − min(max(vᵢ, −t), t)</para>
/// </summary>
/// <remarks>
/// The second form has no branch, rounds once as the first does, and hands NaN on. Compiled once, when it is created;
/// a call costs a read and a write of every element. Not safe for two threads at once.
/// Source: Beck, First-Order Methods in Optimization (2017), example 6.8.
/// </remarks>
public sealed class SoftThresholdKernel
{
    private readonly Accelerator _accelerator;
    private readonly Action<Index1D, ArrayView<Real>, Real, ArrayView<Real>> _launch;

    /// <summary>Compiles the kernel for an accelerator, which the caller owns and keeps alive.</summary>
    public SoftThresholdKernel(Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        _accelerator = accelerator;
        _launch = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<Real>, Real, ArrayView<Real>>(Element);
    }

    /// <summary>What the accelerator runs for one element: writes yᵢ, reads vᵢ; the two buffers may be the same.</summary>
    public static void Element(Index1D index, ArrayView<Real> values, Real threshold, ArrayView<Real> results)
    {
        Real value = values[index];
        results[index] = value - IntrinsicMath.Min(IntrinsicMath.Max(value, -threshold), threshold);
    }

    /// <summary>Queues the kernel on buffers that lie on the accelerator.</summary>
    /// <param name="values">v; may be <paramref name="results"/> itself.</param>
    /// <param name="threshold">t ≥ 0, in the unit of v.</param>
    /// <param name="results">y, as many elements as v; overwritten.</param>
    /// <exception cref="ArgumentException">The threshold is negative or not a number, or the lengths differ.</exception>
    public void Launch(ArrayView<Real> values, Real threshold, ArrayView<Real> results)
    {
        Check(threshold, values.Length, results.Length);
        if (values.Length > 0)
        {
            _launch((Index1D)values.Length, values, threshold, results);
        }
    }

    /// <summary>Copies to the accelerator, runs, waits and copies back.</summary>
    /// <param name="values">v, on the host.</param>
    /// <param name="threshold">t ≥ 0, in the unit of v.</param>
    /// <param name="results">y, as many elements as v; overwritten.</param>
    /// <exception cref="ArgumentException">The threshold is negative or not a number, or the lengths differ.</exception>
    public void Run(ReadOnlySpan<Real> values, Real threshold, Span<Real> results)
    {
        Check(threshold, values.Length, results.Length);
        if (values.IsEmpty)
        {
            return;
        }

        using MemoryBuffer1D<Real, Stride1D.Dense> buffer = _accelerator.Allocate1D<Real>(values.Length);
        ArrayView<Real> view = buffer.View;
        view.CopyFromCPU(_accelerator.DefaultStream, values);
        Launch(view, threshold, view);
        view.CopyToCPU(_accelerator.DefaultStream, results);
        _accelerator.Synchronize();
    }

    private static void Check(Real threshold, long values, long results)
    {
        if (!(threshold >= 0))
        {
            throw new ArgumentException($"The threshold is {threshold}, but must be at least 0.", nameof(threshold));
        }

        if (values != results)
        {
            throw new ArgumentException($"{values} values cannot fill {results} results: give both the same length.", nameof(results));
        }
    }
}
