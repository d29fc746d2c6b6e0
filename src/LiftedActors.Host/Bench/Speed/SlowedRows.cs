using System.Globalization;
using System.Text.Json.Nodes;
using LiftedActors.Actors;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>
/// Asynchronous sweeps against barriers on two cores, one slowed to half: block updates per second, and the time to the objective that
/// three colours reach in a number of sweeps.
/// </summary>
internal static class SlowedRows
{
    private const string Asynchronous = "bounded-delay";
    private const string ThreeColours = "three-colour";
    private const int Sweeps = 8;
    private const int Iterations = 4;
    private const int Patience = 5;

    /// <summary>Against three colours, and against all blocks at once.</summary>
    public static IEnumerable<Contest> Of(SpeedSetting setting)
    {
        if (SlowedCore.Begin() is not { } slowed)
        {
            setting.Say("The rows with a slowed core are left out: they need Linux and two cores.");
            yield break;
        }

        slowed.Dispose();
        if (Families.Schedules.Find(Asynchronous) is null)
        {
            setting.Say($"The rows with a slowed core are left out: this build has no schedule {Asynchronous}.");
            yield break;
        }

        var iterations = setting.IsQuick ? 2 : Iterations;
        foreach (var barrier in (string[])[ThreeColours, "jacobi"])
        {
            yield return new Contest(
                "block updates per second, one core of two at half, width 784",
                [new Side($"{Asynchronous} 1", () => UpdatesPerSecond(Job(Asynchronous), iterations))],
                [new Side(barrier, () => UpdatesPerSecond(Job(barrier), iterations))])
            {
                Measure = Measure.UpdatesPerSecond,
                Target = barrier == ThreeColours ? Target.Speed(1.3) : Target.Told,
            };
        }

        var goal = Run(Job(ThreeColours), iterations).Reports[^1].Objective;
        yield return new Contest(
            string.Create(CultureInfo.InvariantCulture, $"time to an objective of {goal:0.00}, one core of two at half, width 784"),
            [new Side($"{Asynchronous} 1", () => SecondsTo(goal, Job(Asynchronous), iterations))],
            [new Side(ThreeColours, () => SecondsTo(goal, Job(ThreeColours), iterations)), new Side("jacobi", () => SecondsTo(goal, Job("jacobi"), iterations))]);
    }

    private static Workload Job(string schedule) => Workload.Drawn(200).With(
        "network.widths=[784,784,784,784,784]",
        "method.activationUpdate=prox-linear",
        "method.parameterUpdate=prox-linear",
        $"method.schedule={schedule}",
        "method.outer=" + new JsonObject { ["full-batch"] = new JsonObject { ["sweeps"] = Sweeps } }.ToJsonString());

    private static double UpdatesPerSecond(Workload job, int iterations)
    {
        var steps = job.Experiment.Lift().LaterPlan.Grants.Count(grant => grant.Work == Work.Step);
        return steps / Repetition.Median(Run(job, iterations).IterationSeconds.Skip(1));
    }

    /// <summary>The time until the objective is no higher than the goal; ∞ where it is not within some times the iterations.</summary>
    private static double SecondsTo(double goal, Workload job, int iterations)
    {
        var run = Run(job, Patience * iterations);
        var reached = run.Reports.TakeWhile(report => report.Objective > goal).Count();
        return reached < run.Reports.Count ? run.IterationSeconds.Take(reached + 1).Sum() : double.PositiveInfinity;
    }

    private static TimedRun Run(Workload job, int iterations)
    {
        using var slowed = SlowedCore.Begin()!;
        return TimedRun.Of(
            async (lift, run) =>
            {
                var engine = new EmbeddedEngine(2);
                await using (engine.ConfigureAwait(false))
                {
                    slowed.PinWorkers();
                    await new ActorSolver(engine).SolveAsync(lift, run, CancellationToken.None).ConfigureAwait(false);
                }
            },
            job.Experiment.Lift,
            iterations);
    }
}
