using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiftedActors.Actors.Profiling;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Host.Reports;

/// <summary>Where the time of a sweep went, per worker and kind of work; <c>docs/run-folder.md</c> describes the file.</summary>
/// <param name="Workers">What was measured.</param>
/// <param name="Sweeps">The sweeps measured.</param>
/// <param name="Elapsed">The time from the grant of each iteration to its end, summed.</param>
internal sealed record ProfileReport(ImmutableArray<WorkerTimes> Workers, int Sweeps, TimeSpan Elapsed)
{
    private static readonly JsonSerializerOptions JsonOptions = new() { WriteIndented = true };

    private IEnumerable<Work> Works => Enum.GetValues<Work>().Where(work => Workers.Any(worker => worker.Kernels.Any(kernel => kernel.Work == work)));

    /// <summary>Writes the file.</summary>
    public void Write(string path) => DurableFile.WriteLines(path, ToJson().ToJsonString(JsonOptions));

    /// <summary>The table: milliseconds of a sweep, a line per worker and their shares.</summary>
    public List<string> Lines()
    {
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"profile: milliseconds of a sweep, mean of {Sweeps}; a sweep took {PerSweep(Elapsed):0.000}"),
            Line("worker", [.. Works.Select(work => work.ToString()), "kernels", "messages", "waiting"]),
        };
        lines.AddRange(Workers.Select(worker => Line(worker.Worker, [.. Works.Select(work => Text(PerSweep(Kernel(worker, work)))), .. Split(worker).Select(Text)])));
        var shares = Enumerable.Range(0, 3).Select(part => Workers.Sum(worker => Split(worker)[part]) / (Workers.Length * PerSweep(Elapsed)));
        lines.Add(Line("share", [.. Works.Select(_ => ""), .. shares.Select(share => share.ToString("0.0%", CultureInfo.InvariantCulture))]));
        return lines;
    }

    private static string Line(string first, IEnumerable<string> cells) => $"{first,-12}{string.Concat(cells.Select(cell => $"{cell,11}"))}";

    private static string Text(double milliseconds) => milliseconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static TimeSpan Kernel(WorkerTimes worker, Work work) =>
        worker.Kernels.FirstOrDefault(kernel => kernel.Work == work)?.Time ?? TimeSpan.Zero;

    private double PerSweep(TimeSpan time) => time.TotalMilliseconds / Sweeps;

    /// <summary>Kernels, messages and waiting; turns outside of sweeps, such as saving, may make the last one too small, never negative.</summary>
    private double[] Split(WorkerTimes worker) =>
        [PerSweep(worker.InKernels), PerSweep(worker.InMessages), Math.Max(0, PerSweep(Elapsed - worker.Turns))];

    private JsonObject ToJson() => new()
    {
        ["schema"] = 1,
        ["sweeps"] = Sweeps,
        ["millisecondsPerSweep"] = PerSweep(Elapsed),
        ["workers"] = new JsonArray([.. Workers.Select(ToJson)]),
    };

    private JsonObject ToJson(WorkerTimes worker)
    {
        var split = Split(worker);
        return new JsonObject
        {
            ["worker"] = worker.Worker,
            ["kernels"] = split[0],
            ["messages"] = split[1],
            ["waiting"] = split[2],
            ["works"] = new JsonObject(worker.Kernels.Select(kernel => KeyValuePair.Create<string, JsonNode?>(
                kernel.Work.ToString().ToLowerInvariant(),
                new JsonObject { ["milliseconds"] = PerSweep(kernel.Time), ["grants"] = (double)kernel.Count / Sweeps }))),
        };
    }
}
