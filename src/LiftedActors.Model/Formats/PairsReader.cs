using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Formats;

/// <summary>Reads the pairs of a file of <see cref="ImagePairs"/> one by one, so that its size does not matter.</summary>
public sealed class PairsReader
{
    private const string What = "The file of pairs";
    private readonly Stream _stream;
    private readonly long _start;
    private readonly SafetensorsHeader.Entry _clean;
    private readonly SafetensorsHeader.Entry _degraded;

    /// <summary>Reads the header, and the whole file once to compare its check sum.</summary>
    /// <param name="stream">The file, seekable; it stays with the reader.</param>
    /// <exception cref="DataFormatException">It is no such file, its check sum differs, or it is damaged otherwise.</exception>
    public PairsReader(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = Safetensors.ReadHeader(stream);
        (_stream, _start) = (stream, stream.Position);
        ImagePairs.RefuseOtherFiles(header.Metadata);
        ImagePairs.RefuseDamage(header.Metadata, Checksums.Sha256(stream));
        (_clean, _degraded) = (Entry(header, "clean"), Entry(header, "degraded"));
        ImagePairs.RefuseNoPairs(_clean.Shape, _degraded.Shape);
        (Count, Shape) = (_clean.Shape[0], new ImageShape(_clean.Shape[1], _clean.Shape[2]));
    }

    /// <summary>The number of pairs.</summary>
    public int Count { get; }

    /// <summary>The shape of one image.</summary>
    public ImageShape Shape { get; }

    /// <summary>Reads one pair.</summary>
    /// <param name="pair">Which, from 0.</param>
    /// <param name="clean">Receives the clean image.</param>
    /// <param name="degraded">Receives the degraded image.</param>
    public void Read(int pair, Span<Real> clean, Span<Real> degraded)
    {
        Read(_clean, pair, clean);
        Read(_degraded, pair, degraded);
    }

    private static SafetensorsHeader.Entry Entry(SafetensorsHeader header, string name) =>
        header.Entries.FirstOrDefault(entry => entry.Name == name) ?? throw new DataFormatException($"The file has no tensor '{name}': check which file this is.");

    private void Read(SafetensorsHeader.Entry entry, int pair, Span<Real> target)
    {
        var size = Shape.Pixels * Tensor.SizeOf(entry.Type);
        _stream.Position = _start + entry.Begin + ((long)pair * size);
        new Tensor(entry.Name, entry.Type, [Shape.Pixels], BoundedReading.Exactly(_stream, size, What)).CopyTo(target);
    }
}
