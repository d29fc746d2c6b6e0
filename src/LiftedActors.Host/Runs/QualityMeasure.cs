using System.Globalization;

namespace LiftedActors.Host.Runs;

/// <summary>One number that says how good the outputs of a network are, a mean over samples.</summary>
/// <param name="Key">Its name in files.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Form">How its value and unit are written.</param>
/// <param name="IsHigherBetter">Whether higher values are better.</param>
public sealed record QualityMeasure(string Key, string Name, string Form, bool IsHigherBetter)
{
    /// <summary>The peak signal-to-noise ratio in decibels, of values clamped to [0, 1].</summary>
    public static QualityMeasure Psnr { get; } = new("psnr", "PSNR", "0.00 dB", true);

    /// <summary>The structural similarity.</summary>
    public static QualityMeasure Ssim { get; } = new("ssim", "SSIM", "0.000", true);

    /// <summary>The share of samples whose largest output is that of their class.</summary>
    public static QualityMeasure Accuracy { get; } = new("accuracy", "accuracy", "0.0000", true);

    /// <summary>−log of the probability that is given to the class, of networks whose outputs are probabilities.</summary>
    public static QualityMeasure CrossEntropy { get; } = new("crossEntropy", "cross-entropy", "0.0000", false);

    /// <summary>½|y − t|² between outputs and one-hot targets, of other networks.</summary>
    public static QualityMeasure SquaredLoss { get; } = new("squaredLoss", "squared loss", "0.0000", false);

    /// <summary>The name in files of the same measure on the validation samples.</summary>
    public string ValidationKey => $"validation{char.ToUpperInvariant(Key[0])}{Key[1..]}";

    /// <summary>The name with the unit of the values.</summary>
    public string Title => Form.Split(' ') is [_, var unit] ? $"{Name} in {unit}" : Name;

    /// <summary>How a value is written without its unit.</summary>
    public string Digits => Form.Split(' ')[0];

    /// <summary>A value with its unit.</summary>
    public string Value(double value) => value.ToString(Form, CultureInfo.InvariantCulture);
}
