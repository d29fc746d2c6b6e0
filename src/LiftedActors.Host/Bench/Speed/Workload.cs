using System.Globalization;
using System.Text.Json.Nodes;
using LiftedActors.Host.Data;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>An experiment that both sides train on, read from a built-in spec and values over its own, so that <c>lifted train</c> can repeat it.</summary>
internal sealed class Workload
{
    private const string MainJob = "mnist-denoise";
    private readonly ExperimentSpec _spec;
    private readonly TaskData _data;

    private Workload(ExperimentSpec spec, TaskData data) => (_spec, _data) = (spec, data);

    /// <summary>The data.</summary>
    public TaskData Data => _data;

    /// <summary>The experiment.</summary>
    public Experiment Experiment => new(_spec, _data);

    /// <summary>Iterations in an epoch.</summary>
    public int Iterations => Experiment.Sampler.BatchesPerEpoch;

    /// <summary>The denoising of handwritten digits by a perceptron 784-784-784-784, as its spec has it.</summary>
    /// <exception cref="DataFaultException">The digits are not there.</exception>
    public static Workload Digits(SpeedSetting setting)
    {
        var spec = BuiltInExperiments.Read(MainJob, setting.IsQuick ? ["task.train=400", "task.test=50"] : []);
        return new Workload(spec, TaskData.Load(spec.Task, spec.Seed, setting.Folders));
    }

    /// <summary>The same work on drawn images, where the values do not matter.</summary>
    /// <param name="images">The images.</param>
    public static Workload Drawn(int images)
    {
        var spec = BuiltInExperiments.Read(MainJob, ["task.data=phantoms", string.Create(CultureInfo.InvariantCulture, $"task.train={images}"), "task.test=1"]);
        return new Workload(spec, TaskData.Load(spec.Task, spec.Seed, new DataFolders(null)));
    }

    /// <summary>The denoising of drawn images of 8 × 8 pixels by a perceptron of width 64.</summary>
    /// <param name="depth">The layers.</param>
    /// <param name="images">The training images.</param>
    /// <param name="overrides">Values over those of the spec.</param>
    /// <exception cref="SpecException">A word is not known to this build.</exception>
    public static Workload Deep(int depth, int images, params IEnumerable<string> overrides)
    {
        var widths = string.Join(',', Enumerable.Repeat("64", depth + 1));
        string[] own = ["task.data=phantoms", "task.size=8", string.Create(CultureInfo.InvariantCulture, $"task.train={images}"), "task.test=1", "task.noise=0.1", $"network.widths=[{widths}]", .. overrides];
        var spec = BuiltInExperiments.Read(MainJob, own);
        return new Workload(spec, TaskData.Load(spec.Task, spec.Seed, new DataFolders(null)));
    }

    /// <summary>The same data with other values of the method.</summary>
    /// <exception cref="SpecException">A word is not known to this build.</exception>
    public Workload With(params IEnumerable<string> overrides)
    {
        var changed = (JsonObject)_spec.Resolved.DeepClone();
        SpecOverrides.Apply(changed, overrides);
        return new Workload(SpecReader.Read(_spec.Name, changed), _data);
    }

    /// <summary>One run on an engine.</summary>
    public TimedRun Run(ChosenEngine engine, int iterations) => TimedRun.Of(engine, Experiment.Lift, iterations);

    /// <summary>The seconds of an epoch's iterations on an engine, after one more that touches the memory first.</summary>
    public double EpochSeconds(ChosenEngine engine) => Run(engine, Iterations + 1).IterationSeconds.Skip(1).Sum();

    /// <summary>What PyTorch needs to know to train the same network on the same data.</summary>
    /// <param name="work">The work that is asked for.</param>
    /// <param name="data">The data.</param>
    public JsonObject Request(string work, SharedData data)
    {
        var activation = _spec.Resolved["network"]!["activation"]!;
        var (word, parameters) = activation is JsonObject named ? (named.First().Key, named.First().Value as JsonObject) : (activation.ToString(), null);
        return new JsonObject
        {
            ["do"] = work,
            ["data"] = data.Folder,
            ["widths"] = _spec.Resolved["network"]!["widths"]!.DeepClone(),
            ["activation"] = word,
            ["parameters"] = new JsonArray([.. (parameters ?? []).Select(pair => pair.Value!.DeepClone())]),
            ["scale"] = _spec.Initialisation.Scale,
            ["batch"] = _spec.Method.Outer.BatchSize(_data.Train.Count),
            ["rate"] = 1e-3,
        };
    }

    /// <summary>The fewest iterations after which the network is good enough, on any engine, as bits do not depend on it; null where there are none.</summary>
    /// <param name="isReached">Judges the network as it stands.</param>
    /// <param name="every">Iterations between two looks.</param>
    /// <param name="atMost">The most iterations.</param>
    public int? IterationsUntil(Func<LiftedObjective, bool> isReached, int every, int atMost)
    {
        var solver = new SequentialSolver(Experiment.Lift());
        while (solver.Iteration < atMost)
        {
            for (var i = 0; i < every; i++)
            {
                if (!solver.Step().IsFinite)
                {
                    return null;
                }
            }

            if (isReached(solver.Objective))
            {
                return solver.Iteration;
            }
        }

        return null;
    }
}
