using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>Writes a matrix as a NumPy file, so that both sides see the same data.</summary>
/// <remarks>Source: the NPY format of NumPy, version 1.0.</remarks>
internal static class NumpyFile
{
    private const int Alignment = 64;
    private const int Prefix = 10;

    /// <summary>Writes a matrix.</summary>
    public static void Write(string path, Matrix matrix)
    {
        var header = string.Create(
            CultureInfo.InvariantCulture, $"{{'descr': '<f{sizeof(Real)}', 'fortran_order': False, 'shape': ({matrix.Rows}, {matrix.Columns}), }}");
        var length = ((Prefix + header.Length + 1 + Alignment - 1) / Alignment * Alignment) - Prefix;
        using var stream = File.Create(path);
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + '\n'));
        stream.Write(MemoryMarshal.AsBytes(matrix.Values));
    }
}
