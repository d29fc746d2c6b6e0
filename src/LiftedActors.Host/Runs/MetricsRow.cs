using System.Globalization;
using System.Text.Json.Nodes;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Runs;

/// <summary>One row of the metrics: an iteration, or the end of an epoch with the quality on the test images.</summary>
public sealed record MetricsRow
{
    /// <summary>The columns of the table.</summary>
    public const string Header = "method,epoch,iteration,samples,objective,loss,liftingGap,squaredMove,rejected,seconds,psnr,ssim";

    /// <summary>Lifted or back-propagation.</summary>
    public required TrainingKind Method { get; init; }

    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The iterations completed, from 1.</summary>
    public required int Iteration { get; init; }

    /// <summary>The report of the iteration; null in a row that ends an epoch.</summary>
    public IterationReport? Report { get; init; }

    /// <summary>The seconds spent in iterations since the beginning of the run.</summary>
    public required double Seconds { get; init; }

    /// <summary>The quality; null in a row of an iteration.</summary>
    public Quality? Quality { get; init; }

    /// <summary>The row of the table.</summary>
    public string ToTableRow() => string.Join(',', Fields().Select(field => field switch
    {
        null => string.Empty,
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString(),
    }));

    /// <summary>The row as a JSON object; what is absent or not finite is left out.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var (name, field) in Header.Split(',').Zip(Fields()))
        {
            if (field is not (null or double.NaN or double.PositiveInfinity or double.NegativeInfinity))
            {
                json[name] = field switch
                {
                    int whole => whole,
                    double number => number,
                    _ => field.ToString(),
                };
            }
        }

        return json;
    }

    /// <summary>Reads a row of JSON back; null for a line that was cut off.</summary>
    public static MetricsRow? Parse(string line)
    {
        try
        {
            var json = JsonNode.Parse(line)!;
            return new MetricsRow
            {
                Method = Enum.Parse<TrainingKind>(json["method"]!.GetValue<string>(), ignoreCase: true),
                Epoch = json["epoch"]!.GetValue<int>(),
                Iteration = json["iteration"]!.GetValue<int>(),
                Seconds = Number("seconds"),
                Quality = json["psnr"] is null && json["ssim"] is null ? null : new Quality(Number("psnr"), Number("ssim")),
                Report = json["samples"] is not { } samples ? null : new IterationReport(
                    json["iteration"]!.GetValue<int>() - 1,
                    samples.GetValue<int>(),
                    Number("objective"),
                    Number("loss"),
                    Number("liftingGap"),
                    Number("squaredMove"),
                    json["rejected"]!.GetValue<int>()),
            };

            double Number(string name) => json[name]?.GetValue<double>() ?? double.NaN;
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or NullReferenceException or InvalidOperationException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private object?[] Fields() =>
    [
        Method.ToString().ToLowerInvariant(), Epoch, Iteration, Report?.Samples, Report?.Objective, Report?.Loss, Report?.LiftingGap,
        Report?.SquaredMove, Report?.Rejected, Seconds, Quality?.Psnr, Quality?.Ssim,
    ];
}
