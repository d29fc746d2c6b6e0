using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>Parts of the features of all samples.</summary>
internal static class Rows
{
    /// <summary>Copies a part to where it stands in the whole.</summary>
    public static void CopyTo(Matrix part, Matrix whole, int offset)
    {
        for (var row = 0; row < whole.Rows; row++)
        {
            part.Row(row).CopyTo(whole.Row(row)[offset..]);
        }
    }

    /// <summary>result = the features of v from an offset.</summary>
    public static void Slice(Matrix v, int offset, Matrix result)
    {
        for (var row = 0; row < v.Rows; row++)
        {
            v.Row(row).Slice(offset, result.Columns).CopyTo(result.Row(row));
        }
    }

    /// <summary>result += the features of v from an offset.</summary>
    public static void AddSlice(Matrix v, int offset, Matrix result)
    {
        for (var row = 0; row < v.Rows; row++)
        {
            VectorKernels.Combine(result.Row(row), 1, v.Row(row).Slice(offset, result.Columns), result.Row(row));
        }
    }

    /// <summary>The features of result from an offset += v.</summary>
    public static void AddAt(Matrix v, int offset, Matrix result)
    {
        for (var row = 0; row < v.Rows; row++)
        {
            var target = result.Row(row).Slice(offset, v.Columns);
            VectorKernels.Combine(target, 1, v.Row(row), target);
        }
    }
}
