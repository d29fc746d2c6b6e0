using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Operators;

/// <summary>A bound of |W|² that is nearly sharp, where power iteration only estimates it from below.</summary>
/// <remarks>
/// |W|² = |G| for the smaller Gram matrix G = WWᵀ or WᵀW, and |G|² = |G²| ≤ |G²|_F. Squared five times, |G| ≤ |G³²|_F^{1/32} is above |G| by at most the factor r^{1/64}, r the rows of G.
/// A product C of A and B computed in the precision of values is off by |C − AB|_F ≤ γ|A|_F|B|_F, γ = nε/(1 − nε), which is added in every squaring.
/// Cost: six products of r × r matrices, or one with the long side of W. Source: docs/mathematics.md §5.3.
/// </remarks>
internal static class GramPowers
{
    private const int Squarings = 5;

    /// <summary>A bound of |W|².</summary>
    public static double SquaredNormBound(Matrix weights)
    {
        var frobenius = VectorKernels.SquaredNorm(weights.Values) * (1 + Rounding.ValueGamma(Math.Min(weights.Values.Length, VectorKernels.Part)));
        if (frobenius == 0 || weights.Rows == 1 || weights.Columns == 1)
        {
            return frobenius;
        }

        var (shorter, longer) = (Math.Min(weights.Rows, weights.Columns), Math.Max(weights.Rows, weights.Columns));
        var gram = new Matrix(shorter, shorter);
        if (weights.Rows <= weights.Columns)
        {
            var packed = new PackedMatrix(weights.Columns, weights.Rows);
            packed.PackTransposed(weights);
            MatrixProduct.Multiply(weights, packed, gram);
        }
        else
        {
            MatrixProduct.MultiplyTransposed(weights, weights, gram);
        }

        return Math.Min(frobenius, Bound(gram, Squarings) + (Rounding.ValueGamma(longer) * frobenius));
    }

    /// <summary>A bound of |G|: √(|G²|), as many times as it says, and the Frobenius norm at last.</summary>
    private static double Bound(Matrix gram, int squarings)
    {
        var norm = Math.Sqrt(VectorKernels.SquaredNorm(gram.Values)) * (1 + Rounding.ValueGamma(Math.Min(gram.Values.Length, VectorKernels.Part)));
        if (squarings == 0 || norm == 0)
        {
            return norm;
        }

        // Scaled by a power of two, which is exact, so that no power overflows.
        var scale = Math.ScaleB(1, -Math.ILogB(norm) - 1);
        VectorKernels.Scale(gram.Values, (Real)scale, gram.Values);
        var scaled = norm * scale;
        var square = new Matrix(gram.Rows, gram.Rows);
        MatrixProduct.MultiplyTransposed(gram, gram, square);
        return Math.Sqrt(Bound(square, squarings - 1) + (Rounding.ValueGamma(gram.Rows) * scaled * scaled)) / scale;
    }
}
