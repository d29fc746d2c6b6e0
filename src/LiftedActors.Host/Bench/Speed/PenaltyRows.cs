using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>Fused element kernels against the memory's triad: both read two arrays and write one.</summary>
internal static class PenaltyRows
{
    private const int Rows = 256 * 20;
    private const int Width = 784;

    /// <summary>Prox and penalty in one pass, for two activations.</summary>
    public static IEnumerable<Contest> Of(SpeedSetting setting)
    {
        var (x, z, error) = (Filled.Matrix(Rows, Width, 1), Filled.Matrix(Rows, Width, 2), new Matrix(Rows, Width));
        var triad = new Triad(Rows * Width);
        foreach (var (name, parameters) in (IEnumerable<(string, Dictionary<string, double>)>)[("soft-threshold", new() { ["threshold"] = 0.1 }), ("relu", [])])
        {
            var penalty = new BregmanPenalty(PotentialCatalogue.Create(name, parameters), 10);
            yield return new Contest(
                $"prox and penalty over {Width} × 256 × 20, {name}, 1 thread",
                [new Side("fused pass", () => Repetition.Seconds(() => penalty.Error(x, z, error), setting.Window))],
                [new Side("triad of the same arrays", () => Repetition.Seconds(triad.Run, setting.Window))])
            {
                Rounds = setting.ShortRounds,
                Target = Target.Speed(0.9),
            };
        }
    }
}
