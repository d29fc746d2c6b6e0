using System.Globalization;

namespace LiftedActors.Host.Bench;

/// <summary>How a contender did.</summary>
/// <param name="Contender">The contender.</param>
/// <param name="Choice">The setting that it was trained with.</param>
/// <param name="Psnr">The PSNR on the test images, one for each seed.</param>
/// <param name="EpochSeconds">The seconds of every epoch, seed after seed.</param>
internal sealed record ContenderResult(Contender Contender, Choice Choice, Spread Psnr, IReadOnlyList<double> EpochSeconds)
{
    /// <summary>The PSNR of every seed, in decibels.</summary>
    public string EachSeed => string.Join(", ", Psnr.Values.Select(psnr => psnr.ToString("0.0", CultureInfo.InvariantCulture)));

    /// <summary>The median over all epochs of this contender's time in units of the other's time for the same epoch, which ran just before or after.</summary>
    public double TimeRatio(ContenderResult other) => new Spread([.. EpochSeconds.Zip(other.EpochSeconds, (mine, theirs) => mine / theirs)]).Median;

    /// <summary>Mean and deviation, in decibels.</summary>
    public string Text => Psnr.Text("0.00");
}
