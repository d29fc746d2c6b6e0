using System.Globalization;
using System.Security.Cryptography;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Formats;

/// <summary>Clean images with their degraded data: the one data format, a safetensors file that Python reads too.</summary>
/// <remarks>
/// Tensors <c>clean</c> and <c>degraded</c> (count × height × width, F32, grey 0 … 1, noise not clamped), and <c>labels</c> (count, U8) if there are any.
/// Metadata: <c>format</c>, <c>version</c>, <c>operator</c>, <c>noise</c>, <c>seed</c>, <c>first_sample</c>, <c>source</c>, and <c>sha256</c>,
/// the digest of all tensors' bytes in the order of the file, which is checked on reading.
/// </remarks>
public sealed class ImagePairs
{
    private const string FormatName = "lifted-actors-pairs";
    private const string FormatVersion = "1";

    private readonly Real[] _clean;
    private readonly Real[] _degraded;
    private readonly byte[] _labels;

    /// <summary>Pairs over arrays that are not copied.</summary>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="clean">The clean images, samples × pixels.</param>
    /// <param name="degraded">The degraded images, samples × pixels.</param>
    /// <param name="labels">One label for every sample, or none at all.</param>
    /// <param name="origin">Where they come from.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public ImagePairs(ImageShape shape, Real[] clean, Real[] degraded, byte[] labels, PairsOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(degraded);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(origin);
        var count = clean.Length / shape.Pixels;
        if (clean.Length % shape.Pixels != 0 || degraded.Length != clean.Length || (labels.Length != 0 && labels.Length != count))
        {
            throw new ArgumentException($"{clean.Length} clean values, {degraded.Length} degraded ones and {labels.Length} labels are no pairs of {shape} images.");
        }

        (Shape, Count, Origin, _clean, _degraded, _labels) = (shape, count, origin, clean, degraded, labels);
    }

    /// <summary>The shape of one image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The number of pairs.</summary>
    public int Count { get; }

    /// <summary>Where the pairs come from.</summary>
    public PairsOrigin Origin { get; }

    /// <summary>The clean images, samples × pixels.</summary>
    public ReadOnlySpan<Real> Clean => _clean;

    /// <summary>The degraded images, samples × pixels.</summary>
    public ReadOnlySpan<Real> Degraded => _degraded;

    /// <summary>One label for every sample; empty if there are none.</summary>
    public ReadOnlySpan<byte> Labels => _labels;

    /// <summary>Reads a file to the end of <paramref name="stream"/>, which is left open.</summary>
    /// <exception cref="DataFormatException">It is no such file, its check sum differs, or it is damaged otherwise.</exception>
    public static ImagePairs Read(Stream stream)
    {
        var file = Safetensors.Read(stream);
        RefuseOtherFiles(file.Metadata);
        RefuseDamage(file.Metadata, Digest(file.Tensors));
        var (clean, degraded) = (file["clean"], file["degraded"]);
        RefuseNoPairs(clean.Shape, degraded.Shape);
        var labels = file.Contains("labels") ? file["labels"].Bytes.ToArray() : [];
        if (labels.Length != 0 && labels.Length != clean.Shape[0])
        {
            throw new DataFormatException($"The file has {labels.Length} labels for {clean.Shape[0]} pairs: make it again.");
        }

        return new ImagePairs(new ImageShape(clean.Shape[1], clean.Shape[2]), Values(clean), Values(degraded), labels, OriginOf(file));
    }

    /// <summary>Refuses a file of another format.</summary>
    internal static void RefuseOtherFiles(IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.GetValueOrDefault("format") != FormatName || metadata.GetValueOrDefault("version") != FormatVersion)
        {
            throw new DataFormatException($"The file does not call itself '{FormatName}' version {FormatVersion}: make it with dataset-prep.");
        }
    }

    /// <summary>Refuses a file whose tensors have another digest than it says.</summary>
    internal static void RefuseDamage(IReadOnlyDictionary<string, string> metadata, string digest)
    {
        if (Text(metadata, "sha256") != digest)
        {
            throw new DataFormatException($"The images have the SHA-256 {digest} instead of {Text(metadata, "sha256")}: the file is damaged, make it again.");
        }
    }

    /// <summary>Refuses shapes that are no pairs of images.</summary>
    internal static void RefuseNoPairs(IReadOnlyList<int> clean, IReadOnlyList<int> degraded)
    {
        if (clean.Count != 3 || !clean.SequenceEqual(degraded) || clean[1] < 1 || clean[2] < 1)
        {
            throw new DataFormatException(
                $"The clean images [{string.Join(", ", clean)}] and the degraded ones [{string.Join(", ", degraded)}] are no pairs: make the file again.");
        }
    }

    /// <summary>Writes a file; <paramref name="stream"/> is left open. Equal pairs give equal bytes.</summary>
    /// <returns>The digest that stands in the metadata.</returns>
    public string Write(Stream stream)
    {
        int[] shape = [Count, Shape.Height, Shape.Width];
        var tensors = new List<Tensor>
        {
            Tensor.Of("clean", shape, Array.ConvertAll(_clean, value => (float)value)),
            Tensor.Of("degraded", shape, Array.ConvertAll(_degraded, value => (float)value)),
        };
        if (_labels.Length > 0)
        {
            tensors.Add(Tensor.Of("labels", [Count], _labels));
        }

        var digest = Digest(tensors);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = FormatName,
            ["version"] = FormatVersion,
            ["operator"] = Origin.Operator,
            ["noise"] = Origin.Noise.ToString("R", CultureInfo.InvariantCulture),
            ["seed"] = Origin.Seed.ToString(CultureInfo.InvariantCulture),
            ["first_sample"] = Origin.FirstSample.ToString(CultureInfo.InvariantCulture),
            ["source"] = Origin.Source,
            ["sha256"] = digest,
        };
        Safetensors.Write(stream, new TensorFile(tensors, metadata));
        return digest;
    }

    private static PairsOrigin OriginOf(TensorFile file)
    {
        try
        {
            return new PairsOrigin(
                Text(file.Metadata, "operator"),
                double.Parse(Text(file.Metadata, "noise"), CultureInfo.InvariantCulture),
                long.Parse(Text(file.Metadata, "seed"), CultureInfo.InvariantCulture),
                int.Parse(Text(file.Metadata, "first_sample"), CultureInfo.InvariantCulture),
                Text(file.Metadata, "source"));
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            throw new DataFormatException("The file's noise, seed or first_sample is no number: it is damaged, make it again.", fault);
        }
    }

    private static string Text(IReadOnlyDictionary<string, string> metadata, string key) => metadata.TryGetValue(key, out var text)
        ? text
        : throw new DataFormatException($"The file's metadata lack '{key}': make it again with dataset-prep.");

    private static Real[] Values(Tensor tensor)
    {
        var values = new Real[tensor.Count];
        tensor.CopyTo(values);
        return values;
    }

    // Tensors are given in the order of their bytes in the file.
    private static string Digest(IEnumerable<Tensor> tensors)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in tensors)
        {
            digest.AppendData(tensor.Bytes.Span);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
