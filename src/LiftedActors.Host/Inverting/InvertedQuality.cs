using System.Text.Json.Nodes;
using LiftedActors.Host.Bench;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Inverting;

/// <summary>PSNR and SSIM of inputs that some method found.</summary>
/// <param name="Name">The method.</param>
/// <param name="Psnr">Of each sample, in dB.</param>
/// <param name="Ssim">The mean.</param>
internal sealed record InvertedQuality(string Name, Spread Psnr, double Ssim)
{
    /// <summary>Judges inputs.</summary>
    public static InvertedQuality Of(string name, Matrix truth, Matrix inputs, ImageShape shape) => new(
        name,
        new Spread([.. Enumerable.Range(0, truth.Rows).Select(row => PeakSignalToNoise.Of(truth.Row(row), inputs.Row(row)))]),
        StructuralSimilarity.Mean(truth.Values, inputs.Values, shape));

    /// <summary>The samples that come out worse than with another method.</summary>
    public int WorseThan(InvertedQuality other) => Psnr.Values.Zip(other.Psnr.Values).Count(pair => !(pair.First >= pair.Second));

    /// <summary>The numbers for a script.</summary>
    public JsonObject ToJson() => new() { ["psnr"] = RunSummary.Number(Psnr.Mean), ["psnrDeviation"] = RunSummary.Number(Psnr.Deviation), ["ssim"] = RunSummary.Number(Ssim) };

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Name,-12} PSNR {Psnr.Text("0.00")} dB, SSIM {Ssim:0.000}");
}
