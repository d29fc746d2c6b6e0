using System.Collections.Concurrent;
using System.Globalization;
using LiftedActors.Host.Data;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Bench;

/// <summary>
/// Compares contenders on one experiment: each at the candidate (rate, initial weights, weight of the penalty) that does best on the last tenth of the training images
/// when trained on the others, on the mean over the seeds; then trained on all of them with every seed, epoch by epoch in turn, so that their times compare.
/// </summary>
internal sealed class Comparison(string name, IReadOnlyList<string> overrides, BenchSetting setting)
{
    private readonly ConcurrentDictionary<long, Lazy<TaskData>> _data = new();

    /// <summary>The seeds whose mean chooses a candidate; all if nobody says otherwise.</summary>
    public int ChoosingSeeds { get; init; } = setting.Seeds;

    /// <summary>Runs the comparison.</summary>
    /// <param name="contenders">The contenders.</param>
    public ComparisonResult Run(IReadOnlyList<Contender> contenders)
    {
        var choices = contenders.Select(Choose).ToArray();
        var seeds = Enumerable.Range(1, setting.Seeds).ToArray();
        var results = contenders.Select(_ => new Training[seeds.Length]).ToArray();
        Each(seeds, seed =>
        {
            var trainings = contenders.Select((contender, i) => contender.Train(Experiment(seed, choices[i].Overrides(contender.RateKey)))).ToArray();
            var epochs = Experiment(seed, []).Spec.Epochs;
            for (var epoch = 0; epoch < epochs; epoch++)
            {
                Array.ForEach(trainings, training => training.Epoch());
            }

            for (var i = 0; i < trainings.Length; i++)
            {
                results[i][seed - 1] = trainings[i];
                setting.Say(string.Create(CultureInfo.InvariantCulture, $"{name}, seed {seed}, {contenders[i].Name}: {trainings[i].Psnr:0.00} dB"));
            }
        });
        var degraded = seeds.Average(seed => Experiment(seed, []).JudgeInputs()![QualityMeasure.Psnr]);
        return new ComparisonResult(name, degraded, [.. contenders.Select((contender, i) => new ContenderResult(
            contender, choices[i], new Spread([.. results[i].Select(training => training.Psnr)]), [.. results[i].SelectMany(training => training.EpochSeconds)]))]);
    }

    private Choice Choose(Contender contender)
    {
        var candidates = contender.Candidates;
        var scores = new ConcurrentDictionary<(Choice Candidate, int Seed), double>();
        var seeds = Enumerable.Range(1, ChoosingSeeds).ToArray();
        Each(candidates.SelectMany(_ => seeds, (candidate, seed) => (candidate, seed)), trial =>
        {
            var whole = Experiment(trial.seed, trial.candidate.Overrides(contender.RateKey));
            var heldOut = whole.Data.HoldOut(Math.Max(1, whole.Data.Train.Count / 10));
            var psnr = contender.Train(new Experiment(whole.Spec, heldOut)).Complete().Psnr;
            scores[trial] = psnr;
            setting.Say(string.Create(CultureInfo.InvariantCulture, $"{name}, held out, seed {trial.seed}, {contender.Name}, {trial.candidate}: {psnr:0.00} dB"));
        });
        return candidates.MaxBy(candidate => seeds.Average(seed => scores[(candidate, seed)]))!;
    }

    private Experiment Experiment(long seed, IEnumerable<string> more) =>
        new(BuiltInExperiments.Read(name, [.. overrides, .. setting.Overrides, $"seed={seed}", .. more]), Data(seed));

    private TaskData Data(long seed) => _data.GetOrAdd(seed, key => new Lazy<TaskData>(() =>
    {
        var spec = BuiltInExperiments.Read(name, [.. overrides, .. setting.Overrides]);
        return TaskData.Load(spec.Task, key, setting.Folders);
    })).Value;

    private void Each<T>(IEnumerable<T> items, Action<T> action)
    {
        try
        {
            Parallel.ForEach(items, new ParallelOptions { MaxDegreeOfParallelism = setting.Workers }, action);
        }
        catch (AggregateException fault)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault.Flatten().InnerExceptions[0]);
        }
    }
}
