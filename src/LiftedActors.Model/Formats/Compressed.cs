namespace LiftedActors.Model.Formats;

/// <summary>Opens data that may be compressed with gzip (RFC 1952), told by its first two bytes and not by a name.</summary>
internal static class Compressed
{
    /// <summary>Hands the plain bytes of <paramref name="stream"/> to <paramref name="read"/>; <paramref name="stream"/> is left open.</summary>
    /// <exception cref="DataFormatException">The compressed data are damaged.</exception>
    public static T Open<T>(Stream stream, string what, Func<Stream, T> read)
    {
        var start = new byte[2];
        var length = stream.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        using var whole = new PrefixedStream(start.AsMemory(0, length), stream);
        if (length < 2 || start[0] != 0x1F || start[1] != 0x8B)
        {
            return read(whole);
        }

        try
        {
            using var plain = new GzipContent(whole);
            return read(plain);
        }
        catch (InvalidDataException fault)
        {
            throw new DataFormatException($"{what} is compressed with gzip, but damaged: get it again.", fault);
        }
    }
}
