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

    /// <summary>The median over all epochs of this contender's time in units of the other's time for the same epoch, which ran just before or after.</summary>
    public double TimeRatio(ContenderResult other)
    {
        var ratios = EpochSeconds.Zip(other.EpochSeconds, (mine, theirs) => mine / theirs).Order().ToArray();
        return (ratios[(ratios.Length - 1) / 2] + ratios[ratios.Length / 2]) / 2;
    }

    /// <summary>Mean and deviation, in decibels.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Mean:0.00} ± {Deviation:0.00}");
}
