namespace LiftedActors.Model.Formats;

/// <summary>One of the four files of the MNIST database, with the MD5 sums that are published for it.</summary>
/// <remarks>
/// Two sums are published: that of the archive as its authors compressed it, and that of the IDX file inside. A copy that was unpacked or
/// compressed again is the same data under another archive sum; the second sum tells it from a damaged one.
/// </remarks>
/// <param name="Name">The name without ".gz".</param>
/// <param name="ArchiveMd5">The MD5 of the original ".gz" file.</param>
/// <param name="ContentMd5">The MD5 of the uncompressed IDX file.</param>
public sealed record MnistFile(string Name, string ArchiveMd5, string ContentMd5)
{
    /// <summary>The 60,000 images for training.</summary>
    public static MnistFile TrainImages { get; } =
        new("train-images-idx3-ubyte", "f68b3c2dcbeaaa9fbdd348bbdeb94873", "6bbc9ace898e44ae57da46a324031adb");

    /// <summary>The labels of the images for training.</summary>
    public static MnistFile TrainLabels { get; } =
        new("train-labels-idx1-ubyte", "d53e105ee54ea40749a09fcbcd1e9432", "a25bea736e30d166cdddb491f175f624");

    /// <summary>The 10,000 images for testing.</summary>
    public static MnistFile TestImages { get; } =
        new("t10k-images-idx3-ubyte", "9fb629c4189551a2d022fa330f9573f3", "2646ac647ad5339dbf082846283269ea");

    /// <summary>The labels of the images for testing.</summary>
    public static MnistFile TestLabels { get; } =
        new("t10k-labels-idx1-ubyte", "ec29112dd5afa0611ce80d1b7f02629c", "27ae3e4e09519cfbb04c329615203637");

    /// <summary>All four.</summary>
    public static IReadOnlyList<MnistFile> All { get; } = [TrainImages, TrainLabels, TestImages, TestLabels];

    /// <summary>Compares a copy, compressed or not, with the published sums.</summary>
    /// <param name="stream">The copy, seekable; read from its beginning.</param>
    /// <exception cref="DataFormatException">Neither sum agrees, or the compressed data are damaged.</exception>
    public MnistCopy Verify(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Position = 0;
        var archive = Checksums.Md5(stream);
        if (archive == ArchiveMd5)
        {
            return MnistCopy.Original;
        }

        stream.Position = 0;
        var content = Compressed.Open(stream, $"The file '{Name}'", Checksums.Md5);
        if (content != ContentMd5)
        {
            throw new DataFormatException(
                $"The file '{Name}' is not the published one: its MD5 is {archive} and that of its content {content}, not {ArchiveMd5} or {ContentMd5}; get it again.");
        }

        return content == archive ? MnistCopy.Unpacked : MnistCopy.CompressedAgain;
    }
}
