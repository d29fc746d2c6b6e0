using System.Numerics;

namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>The sum of the values of a plane, in parts short enough for single precision, which are added in double.</summary>
internal static class PlaneSum
{
    /// <summary>Σ values, in a fixed order.</summary>
    public static double Of(ReadOnlySpan<Real> values)
    {
        double total = 0;
        while (!values.IsEmpty)
        {
            ReadOnlySpan<Real> part = values[..Math.Min(values.Length, VectorKernels.Part)];
            values = values[part.Length..];
            var sum = Vector<Real>.Zero;
            int i = 0;
            for (; i <= part.Length - Vector<Real>.Count; i += Vector<Real>.Count)
            {
                sum += new Vector<Real>(part[i..]);
            }

            total += Vector.Sum(sum);
            for (; i < part.Length; i++)
            {
                total += part[i];
            }
        }

        return total;
    }
}
