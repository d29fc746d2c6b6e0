using LiftedActors.Host.Runs;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Tests.Runs;

public sealed class MetricsLogTests : IDisposable
{
    private static readonly MetricsColumns Columns = new([QualityMeasure.Psnr, QualityMeasure.Ssim], true);
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_come_back_as_they_were()
    {
        MetricsRow[] rows = [Row(1), Row(2) with { Report = null, Quality = Of(20.5, 0.25), Validation = Of(1 / 3.0, 0.5) }];
        Write(rows);

        using var again = new MetricsLog(new RunFolder(_folder.Path), Columns);

        Assert.Equal(rows, again.Rows);
    }

    [Fact]
    public void Rows_beyond_a_checkpoint_and_torn_lines_are_cut_from_both_files()
    {
        Write([Row(1), Row(2), Row(3), Row(1) with { Method = TrainingKind.Backprop }]);
        File.AppendAllText(_folder["metrics.jsonl"], "{\"method\":\"lif");
        File.AppendAllText(_folder["metrics.csv"], "lif");

        using (var log = new MetricsLog(new RunFolder(_folder.Path), Columns))
        {
            log.CutBack(TrainingKind.Lifted, 1);
            log.Add(Row(2));
        }

        Assert.Equal([Columns.Header, Row(1).ToTableRow(Columns), (Row(1) with { Method = TrainingKind.Backprop }).ToTableRow(Columns), Row(2).ToTableRow(Columns)], File.ReadAllLines(_folder["metrics.csv"]));
        Assert.Equal(3, File.ReadAllLines(_folder["metrics.jsonl"]).Length);
    }

    [Fact]
    public void Every_row_has_as_many_fields_as_the_header() =>
        Assert.All((MetricsRow[])[Row(1), Row(2) with { Report = null }], row => Assert.Equal(Columns.Names.Length, row.ToTableRow(Columns).Split(',').Length));

    [Fact]
    public void Values_that_are_not_finite_leave_valid_json() =>
        Assert.NotNull(MetricsRow.Parse((Row(1) with { Report = Row(1).Report!.Value with { Objective = double.NaN, Loss = double.PositiveInfinity } }).ToJson(Columns).ToJsonString(), Columns));

    [Fact]
    public void A_row_of_validation_is_told_from_that_of_a_test()
    {
        Write([Row(4) with { Report = null, Quality = Of(20, 0.25), Validation = Of(19, 0.125) }]);

        Assert.EndsWith(",psnr,ssim,validationPsnr,validationSsim", File.ReadAllLines(_folder["metrics.csv"])[0], StringComparison.Ordinal);
        Assert.EndsWith(",20,0.25,19,0.125", File.ReadAllLines(_folder["metrics.csv"])[1], StringComparison.Ordinal);
    }

    private static Quality Of(double psnr, double ssim) => new((QualityMeasure.Psnr, psnr), (QualityMeasure.Ssim, ssim));

    private static MetricsRow Row(int iteration) => new()
    {
        Method = TrainingKind.Lifted,
        Epoch = 1,
        Iteration = iteration,
        Seconds = iteration / 3.0,
        Report = new IterationReport(iteration - 1, 8, 1.5, 1 / 3.0, 0.25, 1e-9, 2),
    };

    private void Write(IEnumerable<MetricsRow> rows)
    {
        using var log = new MetricsLog(new RunFolder(_folder.Path), Columns);
        foreach (var row in rows)
        {
            log.Add(row);
        }
    }
}
