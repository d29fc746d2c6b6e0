using System.Runtime.Intrinsics;
using LiftedActors.Model.Kernels.Native;

namespace LiftedActors.Model.Kernels;

/// <summary>One way to compute the dense products, with the layout of the packed factor that it wants.</summary>
internal abstract unsafe class ProductKernel
{
    private static ProductKernel? _selected;

    /// <summary>Every kernel of this library that this processor runs, the fastest first.</summary>
    public static IReadOnlyList<ProductKernel> Available { get; } = FindAvailable();

    /// <summary>The kernel in use: a fixed choice per processor unless another was chosen, so that bits do not change from run to run.</summary>
    public static ProductKernel Selected => _selected ?? Select(Available[0]);

    /// <summary>The word for this kernel in reports and checkpoints.</summary>
    public abstract string Name { get; }

    /// <summary>The kernel of this name.</summary>
    /// <exception cref="ArgumentException">No kernel has this name, or it cannot run here.</exception>
    public static ProductKernel Find(string name)
    {
        if (name == OpenBlasKernel.Word)
        {
            return OpenBlasKernel.Load();
        }

        return Available.FirstOrDefault(kernel => kernel.Name == name) ?? throw new ArgumentException(
            $"No products are called '{name}' on this processor: choose one of {string.Join(", ", Available.Select(kernel => kernel.Name))}, {OpenBlasKernel.Word}.",
            nameof(name));
    }

    /// <summary>Fixes the kernel in use, and gives the one that was fixed first.</summary>
    public static ProductKernel Select(ProductKernel kernel) => Interlocked.CompareExchange(ref _selected, kernel, null) ?? kernel;

    /// <summary>The columns that a packed factor occupies.</summary>
    public abstract int PaddedColumns(int columns);

    /// <summary>Whether a packed form of a <paramref name="rows"/> × <paramref name="columns"/> factor that many products read is worth being kept.</summary>
    public abstract bool KeepsPacked(int rows, int columns);

    /// <summary>Packs B = <paramref name="source"/>, of <paramref name="rows"/> × <paramref name="columns"/>.</summary>
    public abstract void Pack(Real* source, Real* target, int rows, int columns);

    /// <summary>Packs B = <paramref name="source"/>ᵀ, where B is <paramref name="rows"/> × <paramref name="columns"/>.</summary>
    public abstract void PackTransposed(Real* source, Real* target, int rows, int columns);

    /// <summary>C = A·B + 1biasᵀ, or C = A·B where the bias is empty, for shapes that fit and of which none is zero.</summary>
    public abstract void Multiply(Matrix a, PackedMatrix b, ReadOnlySpan<Real> bias, Matrix c);

    /// <summary>C = A·B, B not packed, for shapes that fit and of which none is zero.</summary>
    public abstract void Multiply(Matrix a, Matrix b, Matrix c);

    /// <summary>C = Aᵀ·B for shapes that fit and of which none is zero.</summary>
    public abstract void MultiplyTransposed(Matrix a, Matrix b, Matrix c);

    /// <summary>y = A·x for lengths that fit.</summary>
    public abstract void Multiply(Matrix a, ReadOnlySpan<Real> x, Span<Real> y);

    /// <summary>y = Aᵀ·x for lengths that fit.</summary>
    public abstract void MultiplyTransposed(Matrix a, ReadOnlySpan<Real> x, Span<Real> y);

    private static ProductKernel[] FindAvailable()
    {
        var kernels = new List<ProductKernel>(3);
        if (Avx512Lanes.IsSupported)
        {
            kernels.Add(new TiledKernel<Avx512Lanes, Vector512<Real>>());
        }

        if (Avx2Lanes.IsSupported)
        {
            kernels.Add(new TiledKernel<Avx2Lanes, Vector256<Real>>());
        }

        kernels.Add(new TiledKernel<PortableLanes, Vector128<Real>>());
        return [.. kernels];
    }
}
