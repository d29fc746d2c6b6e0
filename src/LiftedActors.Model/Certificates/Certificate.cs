using System.Collections.Immutable;
using System.Globalization;

namespace LiftedActors.Model.Certificates;

/// <summary>
/// What is known about a result, as a value: a verdict, a bound with the hypotheses that were checked for it, and, where it is not certain, the assumption
/// that it stands on or the reason why there is none.
/// </summary>
/// <remarks>Source: docs/inversion-theorems.md.</remarks>
public sealed record Certificate
{
    private Certificate(Verdict verdict, BoundedQuantity quantity, double bound, ImmutableArray<string> hypotheses, string remark) =>
        (Verdict, Quantity, Bound, Hypotheses, Remark) = (verdict, quantity, bound, hypotheses.IsDefault ? [] : hypotheses, remark);

    /// <summary>What the certificate is worth.</summary>
    public Verdict Verdict { get; }

    /// <summary>What is bounded.</summary>
    public BoundedQuantity Quantity { get; }

    /// <summary>The bound, from above; of a curvature, from below; not a number where the verdict is none.</summary>
    public double Bound { get; }

    /// <summary>The hypotheses that were checked, with the figures that were found.</summary>
    public ImmutableArray<string> Hypotheses { get; }

    /// <summary>The assumption, where the verdict is conditional.</summary>
    public string? Assumption => Verdict == Verdict.Conditional ? Remark : null;

    /// <summary>Why nothing is claimed, where the verdict is none.</summary>
    public string? Reason => Verdict == Verdict.None ? Remark : null;

    private string Remark { get; }

    /// <summary>A bound whose hypotheses were all checked.</summary>
    /// <param name="quantity">What is bounded.</param>
    /// <param name="bound">The bound, with rounding in it.</param>
    /// <param name="hypotheses">What was checked.</param>
    /// <exception cref="ArgumentException">The bound is not finite.</exception>
    public static Certificate Certified(BoundedQuantity quantity, double bound, params ImmutableArray<string> hypotheses) =>
        new(Verdict.Certified, quantity, Finite(bound), hypotheses, string.Empty);

    /// <summary>A bound that stands on an assumption.</summary>
    /// <param name="quantity">What is bounded.</param>
    /// <param name="bound">The bound under the assumption.</param>
    /// <param name="assumption">The assumption, as a clause: "a source element exists that …".</param>
    /// <param name="hypotheses">What was checked beside it.</param>
    /// <exception cref="ArgumentException">The bound is not finite.</exception>
    public static Certificate Conditional(BoundedQuantity quantity, double bound, string assumption, params ImmutableArray<string> hypotheses) =>
        new(Verdict.Conditional, quantity, Finite(bound), hypotheses, assumption);

    /// <summary>No claim.</summary>
    /// <param name="quantity">What could not be bounded.</param>
    /// <param name="reason">Why, as a clause: "layer 3 has fewer outputs than inputs".</param>
    public static Certificate None(BoundedQuantity quantity, string reason) => new(Verdict.None, quantity, double.NaN, [], reason);

    /// <summary>One sentence.</summary>
    public override string ToString() => Verdict switch
    {
        Verdict.Certified => $"Certified: {Claim()}.",
        Verdict.Conditional => $"Conditional: {Claim()}, provided that {Remark}.",
        _ => $"No certificate for {Name(Quantity)}: {Remark}.",
    };

    private static double Finite(double bound) =>
        double.IsFinite(bound) ? bound : throw new ArgumentException($"A bound must be finite, which {bound} is not; claim nothing instead.", nameof(bound));

    private static string Name(BoundedQuantity quantity) => quantity switch
    {
        BoundedQuantity.Error => "the error |u − u†|",
        BoundedQuantity.BregmanDistance => "the Bregman distance D_J(u, u†)",
        BoundedQuantity.Suboptimality => "the suboptimality E(u) − min E",
        _ => "joint convexity",
    };

    private string Claim()
    {
        // Three figures, rounded away from what is not claimed.
        var unit = Bound == 0 ? 1 : Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(Bound))) - 2);
        var figures = unit * (Quantity == BoundedQuantity.Curvature ? Math.Floor(Bound / unit) : Math.Ceiling(Bound / unit));
        var bound = figures.ToString("g3", CultureInfo.InvariantCulture);
        return Quantity == BoundedQuantity.Curvature ? $"jointly convex, with a curvature of at least {bound}" : $"{Name(Quantity)} is at most {bound}";
    }
}
