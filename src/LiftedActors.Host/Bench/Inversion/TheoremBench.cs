using System.Globalization;
using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Host.Bench.Inversion;

/// <summary>The error theorem of one layer, tried on problems whose source element is known: D_J against its bound, over the noise level.</summary>
internal static class TheoremBench
{
    private const int Width = 480;
    private const int Height = 320;
    private static readonly string[] Activations = ["relu", "tanh", "soft-threshold", "identity"];

    /// <summary>Runs all cases and prints the table.</summary>
    /// <param name="output">Receives the table.</param>
    /// <param name="seeds">The random problems of each case.</param>
    /// <param name="plot">The picture; null for none.</param>
    public static void Run(TextWriter output, int seeds, string? plot)
    {
        double[] levels = typeof(Real) == typeof(float) ? [1e-1, 3e-2, 1e-2] : [1e-1, 1e-2, 1e-3, 1e-4];
        output.WriteLine($"D_J(u_α, u†) against the bound of docs/inversion-theorems.md §2, α = √2 δ/|v†|, {seeds} seeds, δ = {string.Join(", ", levels.Select(Short))}");
        output.WriteLine();
        output.WriteLine("| Activation | J | median order in δ | largest D_J/bound | median D_J at the least δ | outside the bound |");
        output.WriteLine("|---|---|---|---|---|---|");
        var canvas = new Canvas(new ImageShape(2 * Height, 2 * Width));
        foreach (var (activation, place) in Activations.Select((activation, place) => (activation, place)))
        {
            var curves = new List<Curve>();
            foreach (var prior in Enum.GetValues<SourcePrior>())
            {
                var experiment = new SourceExperiment(PotentialCatalogue.Create(activation), prior);
                var runs = Enumerable.Range(0, seeds).AsParallel().AsOrdered().Select(seed => experiment.Run(seed, levels)).ToArray();
                var rows = runs.SelectMany(run => run).ToArray();
                output.WriteLine(
                    $"| {activation} | {Spelling.KebabCase(prior.ToString())} | {Short(Median(runs.Select(SourceExperiment.Order)))} | {Short(rows.Max(row => row.Distance / row.Bound))} "
                    + $"| {Short(Median(runs.Select(run => run[^1].Distance)))} | {rows.Count(row => row.Distance > row.Bound)} of {rows.Length} |");
                var colour = prior == SourcePrior.Tikhonov ? Colour.Blueish : Colour.Orange;
                curves.Add(new Curve(prior == SourcePrior.Tikhonov ? "L2" : "TV", colour, Points(runs, row => row.Distance)));
                if (prior == SourcePrior.Tikhonov)
                {
                    curves.Add(new Curve("bound", Colour.Crimson, Points(runs, row => row.Bound)));
                }
            }

            Draw(canvas, place, activation, curves);
        }

        if (plot is not null)
        {
            DurableFile.Write(plot, canvas.Write);
            output.WriteLine();
            output.WriteLine(plot);
        }
    }

    private static void Draw(Canvas canvas, int place, string activation, List<Curve> curves)
    {
        var part = new Canvas(new ImageShape(Height, Width));
        var plot = new Plot(part, 0, (Width, Height));
        plot.Draw($"{activation}: log 10 D, median", "log 10 noise level", curves);
        plot.Legend(curves);
        canvas.Paste(place % 2 * Width, place / 2 * Height, part);
    }

    private static List<(double X, double Y)> Points(IReadOnlyList<SourceRow>[] runs, Func<SourceRow, double> value) =>
        [.. Enumerable.Range(0, runs[0].Count).Select(k => (Math.Log10(runs[0][k].NoiseLevel), Math.Log10(Median(runs.Select(run => value(run[k]))))))];

    private static double Median(IEnumerable<double> values) => new Spread([.. values]).Median;

    private static string Short(double value) => double.IsPositiveInfinity(value) ? "∞" : value.ToString("g3", CultureInfo.InvariantCulture);
}
