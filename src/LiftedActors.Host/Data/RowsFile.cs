using System.Runtime.InteropServices;
using LiftedActors.Model.Kernels;
using Microsoft.Win32.SafeHandles;

namespace LiftedActors.Host.Data;

/// <summary>Rows in a file of their own, which is gone with the process however it ends; a row takes one read and no memory.</summary>
internal sealed class RowsFile : IRowStore
{
    private readonly SafeFileHandle _file;
    private readonly string _path;

    /// <summary>Creates the file.</summary>
    /// <param name="folder">The folder for it, made where it is not there.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The values of a row.</param>
    /// <exception cref="IOException">The folder cannot be written, or has not enough room.</exception>
    public RowsFile(string folder, int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, $".{Path.GetRandomFileName()}.rows");
        _file = File.OpenHandle(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose, (long)rows * RowBytes);
        if (!OperatingSystem.IsWindows())
        {
            // Without a name the file lives exactly as long as its handle, even if the process is killed.
            File.Delete(_path);
        }
    }

    public IRows Written => this;

    public int Rows { get; }

    public int Columns { get; }

    private int RowBytes => Columns * sizeof(Real);

    public void CopyRow(int row, Span<Real> target)
    {
        var bytes = MemoryMarshal.AsBytes(target[..Columns]);
        var place = Place(row);
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(_file, bytes, place);
            if (read == 0)
            {
                throw new IOException($"{_path}: row {row} of {Rows} cannot be read.");
            }

            bytes = bytes[read..];
            place += read;
        }
    }

    public void WriteRow(int row, ReadOnlySpan<Real> values) => RandomAccess.Write(_file, MemoryMarshal.AsBytes(values[..Columns]), Place(row));

    private long Place(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        return (long)row * RowBytes;
    }
}
