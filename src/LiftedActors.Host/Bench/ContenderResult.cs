using System.Globalization;

namespace LiftedActors.Host.Bench;

/// <summary>How a contender did.</summary>
/// <param name="Contender">The contender.</param>
/// <param name="Choice">The setting that it was trained with.</param>
/// <param name="Psnr">The PSNR on the test images, one for each seed.</param>
/// <param name="EpochSeconds">The seconds of every epoch, seed after seed.</param>
internal sealed record ContenderResult(Contender Contender, Choice Choice, IReadOnlyList<double> Psnr, IReadOnlyList<double> EpochSeconds)
{
    /// <summary>The mean over seeds.</summary>
    public double Mean => Psnr.Average();

    /// <summary>The standard deviation over seeds, of the sample; 0 for one seed.</summary>
    public double Deviation => Psnr.Count < 2 ? 0 : Math.Sqrt(Psnr.Sum(value => (value - Mean) * (value - Mean)) / (Psnr.Count - 1));

    /// <summary>The median over seeds.</summary>
    public double Median => MedianOf(Psnr);

    /// <summary>The PSNR of every seed, in decibels.</summary>
    public string EachSeed => string.Join(", ", Psnr.Select(psnr => psnr.ToString("0.0", CultureInfo.InvariantCulture)));

    /// <summary>The median over all epochs of this contender's time in units of the other's time for the same epoch, which ran just before or after.</summary>
    public double TimeRatio(ContenderResult other) => MedianOf(EpochSeconds.Zip(other.EpochSeconds, (mine, theirs) => mine / theirs));

    /// <summary>Mean and deviation, in decibels.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Mean:0.00} ± {Deviation:0.00}");

    private static double MedianOf(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
