namespace LiftedActors.Model.Formats;

/// <summary>Reads from streams without believing sizes that the data claim: memory is taken as bytes really arrive.</summary>
internal static class BoundedReading
{
    private const int FirstBuffer = 1 << 16;

    /// <summary>Exactly <paramref name="length"/> bytes.</summary>
    /// <param name="stream">Where to read.</param>
    /// <param name="length">How many bytes the format says follow.</param>
    /// <param name="what">What they are, for the message.</param>
    /// <exception cref="DataFormatException">The stream ends before.</exception>
    public static byte[] Exactly(Stream stream, long length, string what)
    {
        if (length > Array.MaxLength)
        {
            throw new DataFormatException($"{what} of {length} bytes is larger than this program reads: split it.");
        }

        RefuseIfShort(stream, length, what);
        var buffer = new byte[Math.Min(length, stream.CanSeek ? length : FirstBuffer)];
        var filled = 0;
        while (filled < length)
        {
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(length, 2L * buffer.Length));
            }

            var read = stream.Read(buffer, filled, buffer.Length - filled);
            if (read == 0)
            {
                throw Short(what, filled, length);
            }

            filled += read;
        }

        return buffer;
    }

    /// <summary>As many bytes as fill <paramref name="buffer"/>.</summary>
    /// <exception cref="DataFormatException">The stream ends before.</exception>
    public static void Fill(Stream stream, byte[] buffer, string what)
    {
        var filled = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (filled < buffer.Length)
        {
            throw Short(what, filled, buffer.Length);
        }
    }

    /// <summary>Everything up to the end of the stream.</summary>
    /// <exception cref="DataFormatException">There are more than <paramref name="limit"/> bytes.</exception>
    public static byte[] ToEnd(Stream stream, int limit, string what)
    {
        var buffer = new byte[FirstBuffer];
        var filled = 0;
        while (true)
        {
            var read = stream.Read(buffer, filled, buffer.Length - filled);
            if (read == 0)
            {
                return buffer.AsSpan(0, filled).ToArray();
            }

            filled += read;
            if (filled > limit)
            {
                throw new DataFormatException($"{what} is larger than the {limit} bytes that this program reads: make it smaller.");
            }

            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(limit + 1L, 2L * buffer.Length));
            }
        }
    }

    /// <summary>Refuses data after the end that the format gives.</summary>
    /// <exception cref="DataFormatException">The stream goes on.</exception>
    public static void RefuseMore(Stream stream, string what)
    {
        if (stream.ReadByte() >= 0)
        {
            throw new DataFormatException($"{what} goes on after the end that its header gives: the header or the data are damaged, get it again.");
        }
    }

    private static void RefuseIfShort(Stream stream, long length, string what)
    {
        if (stream.CanSeek && stream.Length - stream.Position < length)
        {
            throw Short(what, stream.Length - stream.Position, length);
        }
    }

    private static DataFormatException Short(string what, long found, long expected) =>
        new($"{what} ends after {found} of the {expected} bytes that its header gives: it is truncated, get it again.");
}
