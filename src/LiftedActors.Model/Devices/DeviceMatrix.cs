namespace LiftedActors.Model.Devices;

/// <summary>
/// A dense row-major matrix in the memory of a <see cref="ComputeDevice"/>. The host's own kind is <see cref="Kernels.Matrix"/>; what another
/// device holds is reached by <see cref="ComputeDevice.Upload"/> and <see cref="ComputeDevice.Download(DeviceMatrix)"/>.
/// </summary>
/// <remarks>
/// The buffer is allocated once for <see cref="Capacity"/> rows; <see cref="Rows"/> may be smaller, so that batches of
/// slightly different size share it. A flat buffer is a matrix of one row.
/// </remarks>
public abstract class DeviceMatrix
{
    /// <summary>Creates the handle of a buffer for <paramref name="rows"/> × <paramref name="columns"/>.</summary>
    protected DeviceMatrix(int rows, int columns) => (Capacity, Rows, Columns) = (rows, rows, columns);

    /// <summary>The number of rows that the buffer can hold.</summary>
    public int Capacity { get; }

    /// <summary>The number of rows in use.</summary>
    public int Rows { get; private set; }

    /// <summary>The number of columns; also the distance between two rows.</summary>
    public int Columns { get; }

    /// <summary>The number of values in use.</summary>
    public int Length => Rows * Columns;

    /// <summary>Uses the first <paramref name="rows"/> rows of the buffer; the values stay as they are.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> exceeds <see cref="Capacity"/>.</exception>
    public void Resize(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity);
        Rows = rows;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Rows} × {Columns}";
}
