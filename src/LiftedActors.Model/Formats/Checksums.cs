using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace LiftedActors.Model.Formats;

/// <summary>Digests of a stream from its position to its end, in lower-case hexadecimal.</summary>
public static class Checksums
{
    /// <summary>MD5 (RFC 1321): for comparison with published sums only, it protects from accidents and not from an opponent.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The sums of public data sets are published as MD5; nothing is kept secret by it.")]
    public static string Md5(Stream stream) => Hexadecimal(MD5.HashData(stream));

    /// <summary>SHA-256 (FIPS 180-4).</summary>
    public static string Sha256(Stream stream) => Hexadecimal(SHA256.HashData(stream));

    /// <summary>SHA-256 (FIPS 180-4) of bytes in memory.</summary>
    public static string Sha256(ReadOnlySpan<byte> bytes) => Hexadecimal(SHA256.HashData(bytes));

    private static string Hexadecimal(byte[] digest) => Convert.ToHexStringLower(digest);
}
