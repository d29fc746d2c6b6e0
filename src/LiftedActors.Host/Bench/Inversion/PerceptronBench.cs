using System.Globalization;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Inversion.Choices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Regularisers;

namespace LiftedActors.Host.Bench.Inversion;

/// <summary>A rectified layer of 512 × 4096 Gaussian weights, inverted by total variation on [0, 1] beside Tikhonov and Landweber, and the weight that the noise chooses beside the best of a sweep.</summary>
internal sealed class PerceptronBench
{
    private const double Weight = 0.015;
    private const double Noise = 0.05;
    private const int SweepPoints = 13;
    private readonly ImageShape _shape;
    private readonly Image _truth;
    private readonly SingleLayer _layer;
    private readonly TextWriter _output;

    private PerceptronBench(TextWriter output, int side)
    {
        (_output, _shape) = (output, new ImageShape(side, side));
        var outputs = _shape.Pixels / 8;
        var (weights, bias) = (new Matrix(outputs, _shape.Pixels), new Real[outputs]);
        new RandomStream(1, "weights").FillGaussian(weights.Values, 1);
        new RandomStream(1, "bias").FillGaussian(bias, 1);
        (_truth, _layer) = (Phantoms.Draw(_shape, 7, 0), new SingleLayer(new DenseOperator(weights, _shape), bias, PotentialCatalogue.Create("relu")));
    }

    /// <summary>Runs the inversions and prints the tables.</summary>
    /// <param name="output">Receives the tables.</param>
    /// <param name="side">The side of the phantom; 64 is the setting of the lecture.</param>
    /// <param name="panel">The picture; null for none.</param>
    public static void Run(TextWriter output, int side, string? panel) => new PerceptronBench(output, side).Run(panel);

    private void Run(string? panel)
    {
        var data = new Real[_layer.Outputs];
        _layer.Evaluate(_truth.Pixels, data);
        var problem = Problem(data, Weight);
        var lifted = new SplitPrimalDual(problem);
        var report = lifted.Run(20_000, report => report.RelativeGap <= 1e-4, 100);
        var tikhonov = new AcceleratedProximalGradient(new SingleLayerProblem(problem.Misfit, new Tikhonov().On(_shape), Weight));
        tikhonov.Run(5000, report => report.RelativeGap <= 1e-4);
        var landweber = new Landweber(new NetworkResponse(_layer), data);
        landweber.Run(1000, _ => false, 1000);
        _output.WriteLine(FormattableString.Invariant($"{_layer.Outputs} × {_layer.Inputs} Gaussian weights, ReLU, α = {Weight}, no noise"));
        _output.WriteLine();
        _output.WriteLine("| Method | PSNR, dB | duality gap / objective | iterations |");
        _output.WriteLine("|---|---|---|---|");
        Row("total variation on [0, 1], primal–dual", lifted, report.RelativeGap);
        Row("Tikhonov", tikhonov, tikhonov.Report().RelativeGap);
        Row("Landweber", landweber, double.NaN);
        if (panel is not null)
        {
            Image[] tiles = [_truth, .. ((InversionIteration[])[lifted, tikhonov, landweber]).Select(iteration => new Image(_shape, iteration.Solution.ToArray()))];
            var layout = new PanelLayout { Magnification = Math.Max(1, 168 / _shape.Height), ColumnCaptions = ["truth", "total variation", "tikhonov", "landweber"] };
            DurableFile.Write(panel, stream => Model.Formats.Png.Write(stream, Panel.Compose([tiles], layout)));
            _output.WriteLine();
            _output.WriteLine(panel);
        }

        Sweep(data);
    }

    /// <summary>Data with noise on the active entries; the discrepancy principle against the best weight of a grid.</summary>
    private void Sweep(Real[] clean)
    {
        var (data, noise) = (clean.ToArray(), new Real[clean.Length]);
        new RandomStream(3, "noise").FillGaussian(noise, Noise * Math.Sqrt(VectorKernels.SquaredNorm(clean) / clean.Length));
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = clean[i] > 0 ? Math.Max(0, clean[i] + noise[i]) : 0;
        }

        var problem = Problem(data, Weight);
        var level = Math.Sqrt(problem.Misfit.Evaluate().At(_truth.Pixels));
        var decision = new DiscrepancyPrinciple(level, 1).Choose(alpha => SingleLayerInversion.Solve(problem.With(alpha), 1e-3, 4000));
        var sweep = Enumerable.Range(0, SweepPoints).Select(i => Math.Pow(10, -2 + (0.25 * i)) * decision.Chosen.Weight / 3)
            .Select(alpha => (Alpha: alpha, Quality: Quality([.. SingleLayerInversion.Solve(problem.With(alpha), 1e-3, 4000).Solution]))).ToArray();
        var best = sweep.MaxBy(point => point.Quality);
        var chosen = Quality([.. decision.Chosen.Solution]);
        _output.WriteLine();
        _output.WriteLine(FormattableString.Invariant($"Noise of {Noise} of the root mean square on the active outputs. {decision.Cause}"));
        _output.WriteLine(FormattableString.Invariant($"At the chosen α = {decision.Chosen.Weight:g3}: {chosen:0.00} dB; at the best of {SweepPoints} weights, α = {best.Alpha:g3}: {best.Quality:0.00} dB; {best.Quality - chosen:0.00} dB between them."));
    }

    private SingleLayerProblem Problem(Real[] data, double weight) =>
        new(new BregmanMisfit(_layer, data), new TotalVariation().On(_shape) + new Model.Regularisers.Box().On(_shape), weight);

    private void Row(string name, InversionIteration iteration, double gap) => _output.WriteLine(
        FormattableString.Invariant($"| {name} | {Quality(iteration.Solution):0.00} | {(double.IsFinite(gap) ? gap.ToString("0.0e+0", CultureInfo.InvariantCulture) : string.Empty)} | {iteration.Iteration} |"));

    private double Quality(ReadOnlySpan<Real> solution) => PeakSignalToNoise.Of(_truth.Pixels, solution);
}
