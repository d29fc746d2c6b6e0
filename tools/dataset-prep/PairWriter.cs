using System.CommandLine;
using System.Globalization;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.DatasetPrep;

/// <summary>Degrades clean images, writes the pairs and says what was written.</summary>
internal static class PairWriter
{
    /// <summary>Writes the file that the options ask for.</summary>
    /// <exception cref="UsageException">The options make no sense for these images.</exception>
    public static void Write(CleanImages clean, DegradationOptions options, ParseResult parsed, TextWriter output)
    {
        var degradation = options.For(clean.Shape, parsed);
        var degraded = new Real[clean.Pixels.Length];
        degradation.ApplyToAll(clean.FirstSample, clean.Pixels, degraded);
        var origin = new PairsOrigin(options.Specification(parsed).ToString(), degradation.Noise, degradation.Seed, clean.FirstSample, clean.Source);
        var pairs = new ImagePairs(clean.Shape, clean.Pixels, degraded, clean.Labels, origin);
        var path = options.OutputFile(parsed);
        var digest = string.Empty;
        AtomicFile.Write(path, stream => digest = pairs.Write(stream));

        var psnr = PeakSignalToNoise.Mean(clean.Pixels, degraded, clean.Shape);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: {pairs.Count} pairs of {clean.Shape} pixels, {origin.Operator}, noise {origin.Noise}, seed {origin.Seed}, PSNR {psnr:F2} dB, SHA-256 {digest}"));
    }
}
