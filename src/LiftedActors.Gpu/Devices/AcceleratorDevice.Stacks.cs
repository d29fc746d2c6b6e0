using LiftedActors.Model.Devices;

namespace LiftedActors.Gpu.Devices;

// Operations of several layers: one call of their kernels where they are alike, else one after the other; sums are read back together either way.
internal sealed partial class AcceleratorDevice
{
    public override void Apply(ReadOnlySpan<LayerProduct> products)
    {
        using var turn = Turn();
        if (!Lane.Stacks.Multiply(products, isAdjoint: false))
        {
            base.Apply(products);
        }
    }

    public override void ApplyAdjoint(ReadOnlySpan<LayerProduct> products)
    {
        using var turn = Turn();
        if (!Lane.Stacks.Multiply(products, isAdjoint: true))
        {
            base.ApplyAdjoint(products);
        }
    }

    public override void Correlate(ReadOnlySpan<LayerCorrelation> correlations)
    {
        using var turn = Turn();
        if (!Lane.Stacks.Correlate(correlations))
        {
            base.Correlate(correlations);
        }
    }

    public override void Activate(ReadOnlySpan<ActivationPass> passes)
    {
        using var turn = Turn();
        if (!Lane.Stacks.Activate(passes))
        {
            base.Activate(passes);
        }
    }

    public override void Error(ReadOnlySpan<PenaltyPass> passes, Span<double> penalties)
    {
        using var turn = Turn();
        if (!Lane.Stacks.Error(passes, penalties))
        {
            Lane.Launches.Together(passes, pass => Error(pass.Penalty, pass.X, pass.Z, pass.Error), penalties);
        }

        for (var i = 0; i < passes.Length; i++)
        {
            penalties[i] *= passes[i].Penalty.Weight;
        }
    }

    public override void MeasuredProximalGradient(ReadOnlySpan<ProximalPass> passes, Span<double> squaredMoves)
    {
        using var turn = Turn();
        if (!Lane.Stacks.ProximalGradient(passes, squaredMoves))
        {
            Lane.Launches.Together(passes, pass => MeasuredProximalGradient(pass.Penalty, pass.Point, pass.Step, pass.Result), squaredMoves);
        }
    }

    public override void Adam(ReadOnlySpan<AdamStep> steps, Span<double> squaredMoves)
    {
        using var turn = Turn();
        if (!Lane.Stacks.Adam(steps, squaredMoves))
        {
            Lane.Launches.Together(steps, step => Adam(step.Gradient, step.Current, step.Moments, step.Next), squaredMoves);
        }
    }
}
