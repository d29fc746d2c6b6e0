using System.Text;
using System.Text.Json.Nodes;
using LiftedActors.Host.Data;
using LiftedActors.Host.Restoring;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Solving.Rates;

namespace LiftedActors.Host.Runs;

/// <summary>A spec joined with its data: what is to be solved.</summary>
public sealed class Experiment
{
    private readonly Lock _judging = new();
    private ForwardPass? _pass;

    /// <summary>Joins a spec with its data.</summary>
    /// <exception cref="SpecException">The network does not fit the images.</exception>
    public Experiment(ExperimentSpec spec, TaskData data)
    {
        var network = spec.Network;
        if (spec.Task.Misfit(network.Inputs, network.Outputs, data.Shape) is { } misfit)
        {
            throw new SpecException(spec.Name, "network.widths", misfit);
        }

        (Spec, Data) = (spec, data);
        Problem = new TrainingProblem(network, data.Train.Inputs, data.Train.Targets, spec.Seed);
        Sampler = new BatchSampler(data.Train.Count, spec.Method.Shards, spec.Method.Outer.BatchSize(data.Train.Count), spec.Seed);
        Fingerprint = FingerprintOf(spec, data);
        Assessment = Assessment.Of(data.Kind, data.Shape, network);
    }

    /// <summary>The spec.</summary>
    public ExperimentSpec Spec { get; }

    /// <summary>The data.</summary>
    public TaskData Data { get; }

    /// <summary>The training problem.</summary>
    public TrainingProblem Problem { get; }

    /// <summary>The batches.</summary>
    public BatchSampler Sampler { get; }

    /// <summary>All iterations of a complete run.</summary>
    public int Iterations => checked(Spec.Epochs * Sampler.BatchesPerEpoch);

    /// <summary>Equal for two experiments exactly where one may go on from a checkpoint of the other: everything but name, length and what stands beside the lifted run.</summary>
    public string Fingerprint { get; }

    /// <summary>Lifts the problem, at the initial weights.</summary>
    public LiftedObjective Lift() => Lift(ComputeDevice.Host);

    /// <summary>Lifts the problem onto a device, at the initial weights.</summary>
    public LiftedObjective Lift(ComputeDevice device, PenaltyWeights? weights = null) => new(Problem, Spec.Method, Spec.Initialisation, device, weights);

    /// <summary>Back-propagation on the same problem, batches and initial weights.</summary>
    public Backpropagation Baseline() => new(Problem, Spec.Baseline!, Sampler, Spec.Initialisation) { Course = Spec.Training.Course };

    /// <summary>The columns of its metrics.</summary>
    public MetricsColumns Columns => new(Assessment.Measures, Data.Validation is not null);

    /// <summary>What is measured of the network's outputs.</summary>
    internal Assessment Assessment { get; }

    /// <summary>Judges parameters on the test samples.</summary>
    public Quality Judge(IReadOnlyList<LayerParameters> parameters) => Data.Pictures.Count == 0
        ? Judge(Data.Test, parameters)
        : Quality.Of(Data.Pictures, Restorers.Of(Spec, parameters, Data.Shape).Restore);

    /// <summary>Judges parameters on the validation samples; null where there are none.</summary>
    public Quality? Validate(IReadOnlyList<LayerParameters> parameters) =>
        Data.Validation is { } samples ? Judge(samples, parameters) : null;

    /// <summary>Judges what parameters make of samples, in buffers that are kept from one look to the next.</summary>
    internal Quality Judge(SamplePairs samples, IReadOnlyList<LayerParameters> parameters)
    {
        lock (_judging)
        {
            _pass ??= Quality.CreatePass(Problem.Network);
            return Quality.Of(samples, Assessment, inputs => _pass.Predict(inputs, parameters));
        }
    }

    /// <summary>Judges the degraded test images themselves; null where there is nothing to restore.</summary>
    public Quality? JudgeInputs() => Data.Kind != TaskKind.Restoration ? null
        : Data.Pictures.Count == 0 ? Quality.Of(Data.Test, Assessment, degraded => degraded)
        : Quality.Of(Data.Pictures, degraded => degraded);

    private static string FingerprintOf(ExperimentSpec spec, TaskData data)
    {
        var decisive = new JsonObject();
        foreach (var (key, value) in spec.Resolved.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (key is "network" or "method" or "seed" || (key == "rateSchedule" && spec.Training.Rates is not Constant) || (key == "epochs" && spec.Training.Rates.NeedsEpochs)
                || (key is "weightDecay" or "sparsity" && !spec.Training.Penalty.IsZero) || (key == "codeSparsity" && spec.Training.CodeSparsity > 0))
            {
                decisive[key] = value?.DeepClone();
            }
        }

        return Checksums.Sha256(Encoding.UTF8.GetBytes($"{decisive.ToJsonString()} {data.Sha256} {typeof(Real).Name}"));
    }
}
