using System.Globalization;

namespace LiftedActors.Host.Bench;

/// <summary>How a contender did.</summary>
/// <param name="Contender">The contender.</param>
/// <param name="Choice">The setting that it was trained with.</param>
/// <param name="Psnr">The PSNR on the test images, one for each seed.</param>
/// <param name="SecondsPerEpoch">The mean seconds of an epoch.</param>
internal sealed record ContenderResult(Contender Contender, Choice Choice, IReadOnlyList<double> Psnr, double SecondsPerEpoch)
{
    /// <summary>The mean over seeds.</summary>
    public double Mean => Psnr.Average();

    /// <summary>The standard deviation over seeds, of the sample; 0 for one seed.</summary>
    public double Deviation => Psnr.Count < 2 ? 0 : Math.Sqrt(Psnr.Sum(value => (value - Mean) * (value - Mean)) / (Psnr.Count - 1));

    /// <summary>Mean and deviation, in decibels.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Mean:0.00} ± {Deviation:0.00}");
}
