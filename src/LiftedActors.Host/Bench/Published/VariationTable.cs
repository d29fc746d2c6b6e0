using System.Globalization;
using LiftedActors.Host.Data;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Regularisers;

namespace LiftedActors.Host.Bench.Published;

/// <summary>
/// Total variation on the deblurring protocols, min ½|K u − f|² + αJ(u), beside the published row: whether the blur, the noise and the measure are those of the publication.
/// </summary>
internal static class VariationTable
{
    private static readonly (string Name, RegulariserDesign Design, bool Bounded)[] Variants =
    [
        ("anisotropic", new AnisotropicTotalVariation(), false),
        ("isotropic", new TotalVariation(), false),
        ("anisotropic on [0, 1]", new AnisotropicTotalVariation(), true),
        ("isotropic on [0, 1]", new TotalVariation(), true),
    ];

    private static readonly double[] Weights = [0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.03];

    /// <summary>Prints the table, a row as soon as it is known.</summary>
    public static void Write(TextWriter output, BenchSetting setting)
    {
        output.WriteLine($"| Protocol | degraded, dB | {string.Join(" | ", Variants.Select(variant => variant.Name))} | published |");
        output.WriteLine($"|---|---|{string.Concat(Variants.Select(_ => "---|"))}---|");
        foreach (var protocol in Protocol.Deblurrings)
        {
            var data = Enumerable.Range(1, setting.Seeds).Select(seed => Load(protocol.Name, seed, setting)).ToArray();
            var best = Variants.Select(variant => Weights.Select(weight => (Psnr: Quality(data, variant, weight, setting.Workers), Weight: weight)).Max());
            var cells = best.Select(cell => string.Create(CultureInfo.InvariantCulture, $"{cell.Psnr:0.00} (α = {cell.Weight:g})"));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {protocol.Name} | {data.Average(set => set.Degraded):0.00} | {string.Join(" | ", cells)} | {protocol.Rows[0].Value} |"));
            output.Flush();
        }

        output.WriteLine();
        output.WriteLine($"PSNR of the first test digits, clipped to [0, 1], at the best of {Weights.Length} weights α. Published: {Protocol.Deblurrings[0].Rows[0].Source}.");
    }

    private static Blurred Load(string protocol, int seed, BenchSetting setting)
    {
        var spec = BuiltInExperiments.Read(protocol, ["task.train=1000", "task.validation=1", "task.test=100", .. setting.Overrides]);
        var data = TaskData.Load(spec.Task, seed, setting.Folders);
        var (seen, clean) = (Matrix.Of(data.Test.Inputs), Matrix.Of(data.Test.Targets));
        return new Blurred(OperatorCatalogue.Create(spec.Task.Operator, data.Shape, seed).At(0), data.Shape, seen, clean);
    }

    private static double Quality(Blurred[] sets, (string Name, RegulariserDesign Design, bool Bounded) variant, double weight, int workers) => sets
        .SelectMany(set => Enumerable.Range(0, set.Clean.Rows).Select(row => (Set: set, Row: row))).AsParallel().AsOrdered().WithDegreeOfParallelism(workers)
        .Select(image => image.Set.Restore(image.Row, variant.Design, variant.Bounded, weight)).ToArray().Average();

    /// <summary>What is seen of digits.</summary>
    private sealed record Blurred(LinearOperator Blur, ImageShape Shape, Matrix Seen, Matrix Clean)
    {
        public double Degraded => Enumerable.Range(0, Clean.Rows).Average(row => PeakSignalToNoise.Of(Clean.Row(row), Seen.Row(row)));

        /// <summary>The PSNR of what total variation makes of an image.</summary>
        public double Restore(int row, RegulariserDesign design, bool bounded, double weight)
        {
            var layer = new SingleLayer(Blur, [], PotentialCatalogue.Create("identity"));
            var regulariser = bounded ? design.On(Shape) + new Model.Regularisers.Box().On(Shape) : design.On(Shape);
            var inversion = new SplitPrimalDual(new SingleLayerProblem(new BregmanMisfit(layer, Seen.Row(row).ToArray()), regulariser, weight));
            inversion.Run(2000, report => report.RelativeGap <= 1e-3, 50);
            return PeakSignalToNoise.Of(Clean.Row(row), inversion.Solution);
        }
    }
}
