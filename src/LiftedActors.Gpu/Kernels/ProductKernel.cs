using ILGPU;

namespace LiftedActors.Gpu.Kernels;

/// <summary>C = A B (+ bias in every row) with A and B read through strides, so that one kernel serves all three products of a layer.</summary>
/// <param name="Rows">Rows of C.</param>
/// <param name="Columns">Columns of C.</param>
/// <param name="Inner">Columns of A, rows of B.</param>
/// <param name="ARow">From one row of A to the next.</param>
/// <param name="AColumn">From one column of A to the next; one of both is 1.</param>
/// <param name="BRow">From one row of B to the next.</param>
/// <param name="BColumn">From one column of B to the next; one of both is 1.</param>
internal readonly record struct ProductShape(int Rows, int Columns, int Inner, int ARow, int AColumn, int BRow, int BColumn);

/// <summary>The values of one product; nothing is added where the bias is empty.</summary>
internal readonly record struct ProductViews(ArrayView<Real> A, ArrayView<Real> B, ArrayView<Real> Bias, ArrayView<Real> C);

/// <summary>
/// Products of one shape, in tiles through shared memory: a group of T × T threads computes 4T × 4T values, each thread 4 × 4 of them in registers.
/// </summary>
/// <remarks>
/// Every value is one sum over the inner dimension in rising order, whatever T is. A tile is loaded along whichever stride is 1, so that
/// neighbouring threads read neighbouring values; the padding of a row keeps their stores apart.
/// </remarks>
internal static class ProductKernel
{
    /// <summary>The most threads along one side of a group.</summary>
    public const int LargestSide = 16;

    private const int TileLength = LargestSide * ((4 * LargestSide) + 1);

    public static void Multiply<TMembers>(TMembers members, ProductShape shape)
        where TMembers : struct, IMembers<ProductViews>
    {
        var (a, b, bias, c) = members[Grid.IdxZ];
        var (tileA, tileB) = (SharedMemory.Allocate<Real>(TileLength), SharedMemory.Allocate<Real>(TileLength));
        int side = Group.DimX, extent = 4 * side, pitch = extent + 1;
        int top = Grid.IdxY * extent, left = Grid.IdxX * extent;
        int x = Group.IdxX, y = Group.IdxY, thread = (y * side) + x;
        Real c00 = 0, c01 = 0, c02 = 0, c03 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0;
        Real c20 = 0, c21 = 0, c22 = 0, c23 = 0, c30 = 0, c31 = 0, c32 = 0, c33 = 0;
        for (var from = 0; from < shape.Inner; from += side)
        {
            for (var l = thread; l < extent * side; l += side * side)
            {
                var (k, m) = shape.AColumn == 1 ? (l % side, l / side) : (l / extent, l % extent);
                tileA[(k * pitch) + m] = top + m < shape.Rows && from + k < shape.Inner
                    ? a[((long)(top + m) * shape.ARow) + ((long)(from + k) * shape.AColumn)]
                    : 0;
                (k, m) = shape.BRow == 1 ? (l % side, l / side) : (l / extent, l % extent);
                tileB[(k * pitch) + m] = left + m < shape.Columns && from + k < shape.Inner
                    ? b[((long)(from + k) * shape.BRow) + ((long)(left + m) * shape.BColumn)]
                    : 0;
            }

            Group.Barrier();
            for (var k = 0; k < side; k++)
            {
                int rowA = (k * pitch) + (4 * y), rowB = (k * pitch) + x;
                Real a0 = tileA[rowA], a1 = tileA[rowA + 1], a2 = tileA[rowA + 2], a3 = tileA[rowA + 3];
                Real b0 = tileB[rowB], b1 = tileB[rowB + side], b2 = tileB[rowB + (2 * side)], b3 = tileB[rowB + (3 * side)];
                c00 += a0 * b0; c01 += a0 * b1; c02 += a0 * b2; c03 += a0 * b3;
                c10 += a1 * b0; c11 += a1 * b1; c12 += a1 * b2; c13 += a1 * b3;
                c20 += a2 * b0; c21 += a2 * b1; c22 += a2 * b2; c23 += a2 * b3;
                c30 += a3 * b0; c31 += a3 * b1; c32 += a3 * b2; c33 += a3 * b3;
            }

            Group.Barrier();
        }

        var (row, column) = (top + (4 * y), left + x);
        Store(c, bias, shape, (row, column), side, (c00, c01, c02, c03));
        Store(c, bias, shape, (row + 1, column), side, (c10, c11, c12, c13));
        Store(c, bias, shape, (row + 2, column), side, (c20, c21, c22, c23));
        Store(c, bias, shape, (row + 3, column), side, (c30, c31, c32, c33));
    }

    private static void Store(
        ArrayView<Real> c, ArrayView<Real> bias, ProductShape shape, (int Row, int Column) at, int side, (Real, Real, Real, Real) values)
    {
        if (at.Row < shape.Rows)
        {
            Store(c, bias, shape, at, values.Item1);
            Store(c, bias, shape, (at.Row, at.Column + side), values.Item2);
            Store(c, bias, shape, (at.Row, at.Column + (2 * side)), values.Item3);
            Store(c, bias, shape, (at.Row, at.Column + (3 * side)), values.Item4);
        }
    }

    private static void Store(ArrayView<Real> c, ArrayView<Real> bias, ProductShape shape, (int Row, int Column) at, Real value)
    {
        if (at.Column < shape.Columns)
        {
            c[((long)at.Row * shape.Columns) + at.Column] = bias.IntLength == 0 ? value : value + bias[at.Column];
        }
    }
}
