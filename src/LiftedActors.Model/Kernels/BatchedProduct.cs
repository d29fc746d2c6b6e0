namespace LiftedActors.Model.Kernels;

/// <summary>
/// Small products of one shape in one call: shapes are compared and blocks laid out once for all of them, which is a good part of a product
/// of a hundred nanoseconds. Bits are those of the products one by one.
/// </summary>
/// <remarks>Every method returns false, and has computed nothing, where the members differ in shape, do not fit, or are too large to gain.</remarks>
internal static unsafe class BatchedProduct
{
    /// <summary>C = A·B + 1bᵀ of every member.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="members">At least one.</param>
    /// <param name="isPacked">Whether each B is given by its panels.</param>
    public static bool Multiply(ProductKernel kernel, ReadOnlySpan<ProductMember> members, bool isPacked)
    {
        var (a, c) = (members[0].A, members[0].C);
        return Multiply(kernel, members, a.Rows, TileOperands.Of(a, isPacked ? 0 : c.Columns, c));
    }

    /// <summary>C = Aᵀ·B + 1bᵀ of every member, B as it lies.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="members">At least one.</param>
    public static bool MultiplyTransposed(ProductKernel kernel, ReadOnlySpan<ProductMember> members)
    {
        var (a, c) = (members[0].A, members[0].C);
        return Multiply(kernel, members, a.Columns, TileOperands.OfTransposed(a, c.Columns, c));
    }

    private static bool Multiply(ProductKernel kernel, ReadOnlySpan<ProductMember> members, int rows, TileOperands block)
    {
        int columns = (int)block.TargetStride;
        if (kernel is not TiledKernel tiled || !BlockedProduct.IsOneBlock(tiled, block, rows, columns) || !Fit(members, block, rows))
        {
            return false;
        }

        foreach (ref readonly ProductMember member in members)
        {
            member.C.Resize(rows);
            fixed (Real* left = member.A.Values, panel = member.B.Values, target = member.C.Values, bias = member.Bias is null ? [] : member.Bias.Values)
            {
                block.Left = left;
                block.Panel = panel;
                block.Target = target;
                block.Bias = bias;
                tiled.MultiplyRows(rows, columns, block);
            }
        }

        return true;
    }

    private static bool Fit(ReadOnlySpan<ProductMember> members, in TileOperands block, int rows)
    {
        Matrix left = members[0].A;
        foreach (var (a, b, bias, c) in members)
        {
            bool fits = a.Rows == left.Rows && a.Columns == left.Columns && b.Rows == block.Depth && b.Columns == block.TargetStride
                && c.Columns == block.TargetStride && c.Capacity >= rows && (bias is null || bias.Columns == block.TargetStride);
            if (!fits || ReferenceEquals(c, a) || ReferenceEquals(c, b))
            {
                return false;
            }
        }

        return true;
    }
}
