using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Certificates;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Inversion.Choices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Inverting;

/// <summary>Writes what an inversion leaves behind, inputs, pictures and the summary, and says in a few lines what it came to.</summary>
internal sealed class InversionReport(RunFolder folder, InversionExperiment experiment, (Trials Trials, InversionLog Metrics) records, RunConsole console)
{
    private static readonly JsonSerializerOptions LineOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(WeightDecision decision, (string Name, int Workers) engine)
    {
        var trial = records.Trials.Find(decision.Chosen.Weight)!;
        var inputs = records.Trials.Inputs(trial);
        var (spec, measurements, findings) = (experiment.Spec, experiment.Measurements, new Findings(experiment));
        var chained = findings.Chained();
        var found = new List<(string Name, Matrix Inputs)> { ("lifted", inputs) };
        if (Starts.Decoded(experiment.Model, measurements.Data) is { } decoded)
        {
            found.Add(("decoder", decoded));
        }

        if (chained is { } chain)
        {
            found.Add(("chain", chain.Inputs));
        }

        if (spec is { Misfit: MisfitKind.Bregman, Layerwise: > 0 })
        {
            var methods = new LayerMethods(experiment, spec.Layerwise);
            found.Add((methods.Name, methods.Run(trial.Alpha)));
        }

        if (spec.Landweber > 0)
        {
            var baselines = new Baselines(experiment, spec.Landweber);
            found.Add(("landweber", baselines.Landweber()));
            found.Add(("back-prop", baselines.Descent(trial.Alpha)));
        }

        var digest = DurableFile.Write(folder.Inverted, Tensors(inputs), DurableFile.Open);
        InvertedPanel.Write(folder.Panel, measurements, found);
        InversionCurves.Write(folder.Curves, [.. records.Metrics.Rows.Where(row => row.Trial == trial.Number)]);
        AlphaPicture.Write(folder.AlphaPath, decision);
        var qualities = measurements.Truth is { } truth
            ? found.Select(one => InvertedQuality.Of(one.Name, truth, one.Inputs, measurements.Shape)).ToArray()
            : Array.Empty<InvertedQuality>();
        Finding[] certificates = [.. findings.OfLifted(inputs, trial.Alpha), .. chained?.Findings ?? []];
        var summary = Summary(decision, trial, qualities, certificates);
        (summary["engine"], summary["workers"], summary["inputsSha256"]) = (engine.Name, engine.Workers, digest);
        DurableFile.WriteLines(folder.Summary, summary.ToJsonString(RunSummary.JsonOptions));
        DurableFile.WriteLines(folder.Certificates, certificates.Select(Line));
        Tell(trial, qualities, certificates);
        console.Display.Result(summary);
    }

    private static string Line(Finding finding)
    {
        var certificate = finding.Certificate;
        var line = new JsonObject
        {
            ["method"] = finding.Method,
            ["sample"] = finding.Sample,
            ["verdict"] = Spelling.KebabCase(certificate.Verdict.ToString()),
            ["quantity"] = Spelling.KebabCase(certificate.Quantity.ToString()),
            ["bound"] = double.IsFinite(certificate.Bound) ? certificate.Bound : null,
            ["hypotheses"] = new JsonArray([.. certificate.Hypotheses.Select(hypothesis => (JsonNode)hypothesis)]),
            ["text"] = certificate.ToString(),
        };
        return line.ToJsonString(LineOptions);
    }

    private TensorFile Tensors(Matrix inputs)
    {
        var data = experiment.Measurements.Data;
        return new TensorFile(
            [Tensor.Of("inputs", [inputs.Rows, inputs.Columns], inputs.Values), Tensor.Of("measurements", [data.Rows, data.Columns], data.Values)],
            new Dictionary<string, string>());
    }

    private JsonObject Summary(WeightDecision decision, Trial trial, InvertedQuality[] qualities, Finding[] certificates)
    {
        var (spec, level) = (experiment.Spec, experiment.Measurements.NoiseLevel);
        return new JsonObject
        {
            ["name"] = spec.Name,
            ["status"] = "completed",
            ["advice"] = trial.Advice,
            ["samples"] = experiment.Measurements.Data.Rows,
            ["start"] = Spelling.KebabCase(spec.Start.ToString()),
            ["alpha"] = trial.Alpha,
            ["cause"] = decision.Cause,
            ["trials"] = records.Trials.Finished.Count,
            ["noiseLevel"] = RunSummary.Number(level),
            ["misfit"] = RunSummary.Number(trial.Misfit),
            ["regulariser"] = RunSummary.Number(trial.Regulariser),
            ["iterations"] = trial.Iterations,
            ["seconds"] = RunSummary.Number(trial.Seconds),
            ["quality"] = qualities.Length == 0 ? null : new JsonObject(qualities.Select(quality => KeyValuePair.Create(quality.Name, (JsonNode?)quality.ToJson()))),
            ["failures"] = Failures(qualities)?.Count,
            ["certificates"] = new JsonObject(Enum.GetValues<Verdict>().Select(verdict => KeyValuePair.Create(
                Spelling.KebabCase(verdict.ToString()), (JsonNode?)certificates.Count(finding => finding.Certificate.Verdict == verdict)))),
            ["certificate"] = certificates[0].Certificate.ToString(),
        };
    }

    /// <summary>The samples that come out worse than by the method they are compared with: the decoder where there is one, otherwise Landweber.</summary>
    private static (int Count, string Than)? Failures(InvertedQuality[] qualities) =>
        qualities.Length < 2 ? null : (qualities[0].WorseThan(qualities[1]), qualities[1].Name);

    private void Tell(Trial trial, InvertedQuality[] qualities, Finding[] certificates)
    {
        var level = experiment.Measurements.NoiseLevel;
        List<string> lines =
        [
            FormattableString.Invariant($"alpha {trial.Alpha:g4} from {Spelling.KebabCase(experiment.Spec.Start.ToString())}: {trial.Advice} Misfit {trial.Misfit:g4}, of the noise {level * level:g4}."),
            .. qualities.Select(quality => quality.ToString()),
            .. Failures(qualities) is { } failures ? [$"{failures.Count} of {qualities[0].Psnr.Values.Count} samples came out worse than by {failures.Than}."] : (string[])[],
            .. certificates.Where(finding => finding.Sample == 0).Select(finding => $"{finding.Method}, sample 0: {finding.Certificate}"),
            $"Results: {folder.Path} (panel.png, curves.png, alpha.png, summary.json, inverted.safetensors)",
        ];
        foreach (var line in lines)
        {
            console.Display.Note(line);
            console.Log.Information("{Line:l}", line);
        }
    }
}
