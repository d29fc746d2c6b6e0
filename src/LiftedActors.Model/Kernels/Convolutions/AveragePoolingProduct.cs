using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>Averages over squares of pixels and their transpose, for a batch of samples. Nothing is allocated.</summary>
public static unsafe class AveragePoolingProduct
{
    /// <summary>y = A z. Cost: one addition per value of z.</summary>
    /// <param name="geometry">A.</param>
    /// <param name="z">samples × input.</param>
    /// <param name="y">Receives samples × output.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Apply(PoolingGeometry geometry, Matrix z, Matrix y)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        Require(geometry, z, geometry.Input, y, geometry.Output);
        var (side, width, planes) = (geometry.Side, geometry.Input.Width, (long)z.Rows * geometry.Input.Channels);
        var weight = (Real)geometry.SquaredNorm;
        fixed (Real* input = z.Values, output = y.Values)
        {
            for (long plane = 0; plane < planes; plane++)
            {
                Real* source = input + plane * geometry.Input.Pixels, target = output + plane * geometry.Output.Pixels;
                for (int row = 0; row < geometry.Output.Height; row++, source += side * width, target += geometry.Output.Width)
                {
                    int done = side == 2 ? AveragePairs(source, width, geometry.Output.Width, target) : 0;
                    Average(source + done * side, width, new Squares(side, weight, geometry.Output.Width - done), target + done);
                }
            }
        }
    }

    /// <summary>z = Aᵀ e. Cost: one store per value of z.</summary>
    /// <param name="geometry">A.</param>
    /// <param name="e">samples × output.</param>
    /// <param name="z">Receives samples × input.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void ApplyAdjoint(PoolingGeometry geometry, Matrix e, Matrix z)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        Require(geometry, e, geometry.Output, z, geometry.Input);
        var (side, width, planes) = (geometry.Side, geometry.Input.Width, (long)e.Rows * geometry.Input.Channels);
        var squares = new Squares(side, (Real)geometry.SquaredNorm, geometry.Output.Width);
        fixed (Real* output = e.Values, input = z.Values)
        {
            for (long plane = 0; plane < planes; plane++)
            {
                Real* source = output + plane * geometry.Output.Pixels, target = input + plane * geometry.Input.Pixels;
                for (int row = 0; row < geometry.Output.Height; row++, source += geometry.Output.Width, target += side * width)
                {
                    Spread(source, target, width, squares);
                    for (int copy = 1; copy < side; copy++)
                    {
                        new ReadOnlySpan<Real>(target, width).CopyTo(new Span<Real>(target + copy * width, width));
                    }
                }

                new Span<Real>(target, (geometry.Input.Height - geometry.Output.Height * side) * width).Clear();
            }
        }
    }

    /// <summary>Averages over squares of two, in the same order of summation as <see cref="Average"/>; gives how many were computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int AveragePairs(Real* source, int width, int count, Real* target)
    {
        int lanes = Vector128<Real>.Count, done = 0;
        for (; Sse3.IsSupported && done <= count - lanes; done += lanes)
        {
            Real* upper = source + 2 * done, lower = upper + width;
            Vector128<Real> left = Vector128.Load(upper) + Vector128.Load(lower), right = Vector128.Load(upper + lanes) + Vector128.Load(lower + lanes);
            (Sse3.HorizontalAdd(left, right) * (Real)0.25).Store(target + done);
        }

        return done;
    }

    // Columns of a square are summed first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Average(Real* source, int width, Squares squares, Real* target)
    {
        for (int x = 0; x < squares.Count; x++, source += squares.Side)
        {
            Real total = 0;
            for (int j = 0; j < squares.Side; j++)
            {
                Real sum = source[j];
                for (int i = 1; i < squares.Side; i++)
                {
                    sum += source[j + i * width];
                }

                total += sum;
            }

            target[x] = squares.Weight * total;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(Real* source, Real* target, int width, Squares squares)
    {
        int column = 0;
        for (int x = 0; x < squares.Count; x++)
        {
            Real share = squares.Weight * source[x];
            for (int j = 0; j < squares.Side; j++)
            {
                target[column++] = share;
            }
        }

        while (column < width)
        {
            target[column++] = 0;
        }
    }

    private static void Require(PoolingGeometry geometry, Matrix source, PlanesShape sourceShape, Matrix target, PlanesShape targetShape)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (source.Columns != sourceShape.Length || target.Columns != targetShape.Length || target.Capacity < source.Rows)
        {
            throw new ArgumentException(
                $"Samples of {source} and {target}, with room for {target.Capacity} rows, do not fit {geometry}: "
                + $"give rows of {sourceShape.Length} and of {targetShape.Length} values.");
        }

        target.Resize(source.Rows);
    }

    /// <summary>The squares along a row of the output.</summary>
    private readonly record struct Squares(int Side, Real Weight, int Count);
}
