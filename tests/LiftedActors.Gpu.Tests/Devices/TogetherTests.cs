using LiftedActors.Gpu.Devices;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Gpu.Tests.Devices;

/// <summary>Calls for several blocks, whose sums are read back together, have the bits of one call after the other.</summary>
public sealed class TogetherTests
{
    private const int Rows = 5;
    private readonly AcceleratorDevice _device = Checking.Device;

    /// <summary>Of several potentials and sizes, some without a sum or with one for every part, so that sums are also read back in between.</summary>
    [Fact]
    public void Penalties_and_steps_are_those_of_one_call_after_the_other()
    {
        var relu = PotentialCatalogue.Create("relu");
        var parts = new Partitioned([.. Enumerable.Range(0, 6).Select(_ => ((ConvexPotential)relu, 2))]);
        LayerPenalty[] penalties = [new BregmanPenalty(relu, 2.5), new NoPenalty(relu), new BregmanPenalty(parts, 0.7)];
        var terms = Enumerable.Range(0, PlanSetting.MostTogether).Select(i => (Penalty: penalties[i % 3], Columns: i % 3 == 2 ? 12 : 3 + i)).ToArray();
        PenaltyPass[] passes = [.. terms.Select((term, i) => new PenaltyPass(term.Penalty, Values(term.Columns, 4 * i), Values(term.Columns, (4 * i) + 1), Values(term.Columns, 0)))];
        var (apart, together) = (new double[passes.Length], new double[passes.Length]);

        for (var i = 0; i < passes.Length; i++)
        {
            apart[i] = _device.Error(passes[i].Penalty, passes[i].X, passes[i].Z, passes[i].Error);
        }

        var errors = passes.Select(pass => _device.Download(pass.Error)).ToArray();
        _device.Error(passes, together);
        Assert.Equal(apart, together);
        Assert.Equal(errors, passes.Select(pass => _device.Download(pass.Error)));
        Assert.All(apart.Where((_, i) => i % 3 != 1), penalty => Assert.True(penalty > 0));

        ProximalPass[] steps = [.. passes.Where((_, i) => i % 3 != 1).Select(pass => new ProximalPass(pass.Penalty, new ActivationPoint(pass.Z, pass.X, pass.X), 0.3, pass.Error))];
        (apart, together) = (new double[steps.Length], new double[steps.Length]);
        for (var i = 0; i < steps.Length; i++)
        {
            apart[i] = _device.MeasuredProximalGradient(steps[i].Penalty, steps[i].Point, steps[i].Step, steps[i].Result);
        }

        _device.MeasuredProximalGradient(steps, together);
        Assert.Equal(apart, together);
        Assert.Equal(apart[^1], _device.MeasuredProximalGradient(steps[^1].Penalty, steps[^1].Point, steps[^1].Step, steps[^1].Result));
    }

    [Fact]
    public void Steps_of_Adam_are_those_of_one_call_after_the_other()
    {
        var (apart, together) = (new double[4], new double[4]);
        for (var i = 0; i < 4; i++)
        {
            var step = Step(i);
            apart[i] = _device.Adam(step.Gradient, step.Current, step.Moments, step.Next);
        }

        AdamStep[] steps = [.. Enumerable.Range(0, 4).Select(Step)];
        _device.Adam(steps, together);
        Assert.Equal(apart, together);
        Assert.All(apart, move => Assert.True(move > 0));

        AdamStep Step(int i) => new(
            [.. Enumerable.Range(0, 1 + i).Select(k => new WeightedMatrix(0.5f + k, Values(3 + i, 100 + k)))],
            Values(3 + i, 1),
            new AdamMoments(Values(3 + i, 0), Values(3 + i, 0), 0.1f, 1e-8f),
            Values(3 + i, 0));
    }

    private DeviceMatrix Values(int columns, long seed) =>
        (seed == 0 ? Pair.Zero(_device, Rows, columns) : Pair.Gaussian(_device, Rows, columns, seed)).Device;
}
