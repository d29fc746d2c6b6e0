namespace LiftedActors.Model.Formats;

/// <summary>A stream with the bytes that were already read from it put back in front.</summary>
internal sealed class PrefixedStream : ForwardStream
{
    private readonly ReadOnlyMemory<byte> _prefix;
    private readonly Stream _rest;
    private int _position;

    public PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) => (_prefix, _rest) = (prefix, rest);

    public override int Read(Span<byte> buffer)
    {
        var length = Math.Min(buffer.Length, _prefix.Length - _position);
        if (length == 0)
        {
            return _rest.Read(buffer);
        }

        _prefix.Span.Slice(_position, length).CopyTo(buffer);
        _position += length;
        return length;
    }
}
