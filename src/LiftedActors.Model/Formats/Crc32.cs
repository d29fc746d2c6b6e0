namespace LiftedActors.Model.Formats;

/// <summary>The cyclic redundancy check of PNG chunks and gzip files, polynomial 0xEDB88320 reflected (PNG 3rd edition, annex D; RFC 1952, §8).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>The check of a sequence of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Continue(0, bytes);

    /// <summary>The check of a sequence, from that of its beginning and the bytes that follow.</summary>
    public static uint Continue(uint before, ReadOnlySpan<byte> bytes)
    {
        var check = ~before;
        foreach (var value in bytes)
        {
            check = Table[(check ^ value) & 0xFF] ^ (check >> 8);
        }

        return ~check;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 1 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
