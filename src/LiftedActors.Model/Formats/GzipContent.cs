using System.Buffers.Binary;
using System.IO.Compression;

namespace LiftedActors.Model.Formats;

/// <summary>The content of a gzip file of one member (RFC 1952), held to the check sum and the length at the file's end.</summary>
/// <remarks>
/// <see cref="GZipStream"/> alone ends without a word where its source ends, so that a truncated file looks whole once its last byte is out.
/// Reading this one to its end throws <see cref="InvalidDataException"/> unless the last eight bytes of the source agree with what was read.
/// </remarks>
internal sealed class GzipContent : ForwardStream
{
    private const int TrailerBytes = 8;

    private readonly TailStream _source;
    private readonly GZipStream _plain;
    private uint _check;
    private uint _length;

    public GzipContent(Stream source)
    {
        _source = new TailStream(source);
        _plain = new GZipStream(_source, CompressionMode.Decompress, leaveOpen: true);
    }

    public override int Read(Span<byte> buffer)
    {
        var read = _plain.Read(buffer);
        _check = Crc32.Continue(_check, buffer[..read]);
        _length = unchecked(_length + (uint)read);
        if (read == 0 && buffer.Length > 0)
        {
            Verify();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        _plain.Dispose();
        _source.Dispose();
        base.Dispose(disposing);
    }

    private void Verify()
    {
        Span<byte> rest = stackalloc byte[256];
        while (_source.Read(rest) > 0)
        {
        }

        var tail = _source.Tail;
        if (tail.Length < TrailerBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(tail) != _check
            || BinaryPrimitives.ReadUInt32LittleEndian(tail[4..]) != _length)
        {
            throw new InvalidDataException("The end of the gzip file does not agree with its content.");
        }
    }

    /// <summary>Remembers the last bytes that were read.</summary>
    private sealed class TailStream : ForwardStream
    {
        private readonly Stream _source;
        private readonly byte[] _tail = new byte[TrailerBytes];
        private int _count;

        public TailStream(Stream source) => _source = source;

        public ReadOnlySpan<byte> Tail => _tail.AsSpan(0, _count);

        public override int Read(Span<byte> buffer)
        {
            var read = _source.Read(buffer);
            var last = buffer[Math.Max(0, read - TrailerBytes)..read];
            var kept = Math.Min(_count, TrailerBytes - last.Length);
            _tail.AsSpan(_count - kept, kept).CopyTo(_tail);
            last.CopyTo(_tail.AsSpan(kept));
            _count = kept + last.Length;
            return read;
        }
    }
}
