using System.Globalization;
using System.Text.Json.Nodes;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Runs;

/// <summary>One row of the metrics: an iteration, or the end of an epoch with the quality on the test and validation samples.</summary>
public sealed record MetricsRow
{
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

    /// <summary>The quality on the test samples; null in a row of an iteration.</summary>
    public Quality? Quality { get; init; }

    /// <summary>The quality on the validation samples; null in a row of an iteration, and where there are none.</summary>
    public Quality? Validation { get; init; }

    /// <summary>The row of the table.</summary>
    public string ToTableRow(MetricsColumns columns) => string.Join(',', Fields(columns).Select(field => field switch
    {
        null => string.Empty,
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString(),
    }));

    /// <summary>The row as a JSON object; what is absent or not finite is left out.</summary>
    public JsonObject ToJson(MetricsColumns columns)
    {
        var json = new JsonObject();
        foreach (var (name, field) in columns.Names.Zip(Fields(columns)))
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
    public static MetricsRow? Parse(string line, MetricsColumns columns)
    {
        try
        {
            var json = JsonNode.Parse(line)!;
            var isIteration = json["samples"] is not null;
            return new MetricsRow
            {
                Method = Enum.Parse<TrainingKind>(json["method"]!.GetValue<string>(), ignoreCase: true),
                Epoch = json["epoch"]!.GetValue<int>(),
                Iteration = json["iteration"]!.GetValue<int>(),
                Seconds = Number("seconds"),
                Quality = isIteration ? null : new Quality([.. columns.Measures.Select(measure => (measure, Number(measure.Key)))]),
                Validation = isIteration || !columns.HasValidation ? null : new Quality([.. columns.Measures.Select(measure => (measure, Number(measure.ValidationKey)))]),
                Report = !isIteration ? null : new IterationReport(
                    json["iteration"]!.GetValue<int>() - 1,
                    json["samples"]!.GetValue<int>(),
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

    private IEnumerable<object?> Fields(MetricsColumns columns) =>
    [
        Method.ToString().ToLowerInvariant(), Epoch, Iteration, Report?.Samples, Report?.Objective, Report?.Loss, Report?.LiftingGap,
        Report?.SquaredMove, Report?.Rejected, Seconds,
        .. columns.Measures.Select(measure => (object?)Quality?[measure]),
        .. columns.Measures.Where(_ => columns.HasValidation).Select(measure => (object?)Validation?[measure]),
    ];
}
