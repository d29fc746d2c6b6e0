using System.Globalization;

namespace LiftedActors.Host.Bench;

/// <summary>One number for each seed.</summary>
/// <param name="Values">The numbers; at least one.</param>
internal sealed record Spread(IReadOnlyList<double> Values)
{
    /// <summary>The mean.</summary>
    public double Mean => Values.Average();

    /// <summary>The standard deviation of the sample; 0 for one number.</summary>
    public double Deviation => Values.Count < 2 ? 0 : Math.Sqrt(Values.Sum(value => (value - Mean) * (value - Mean)) / (Values.Count - 1));

    /// <summary>The median.</summary>
    public double Median
    {
        get
        {
            var sorted = Values.Order().ToArray();
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>Mean ± deviation.</summary>
    /// <param name="form">How a number is written.</param>
    public string Text(string form) => $"{Mean.ToString(form, CultureInfo.InvariantCulture)} ± {Deviation.ToString(form, CultureInfo.InvariantCulture)}";
}
