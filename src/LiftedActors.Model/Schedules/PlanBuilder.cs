using System.Collections.Immutable;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Schedules;

/// <summary>
/// Writes a plan down in sequential order. It remembers which version of every block is current, so that a schedule only says who
/// moves next and each read names the exact version that this order gives.
/// </summary>
/// <param name="setting">The sizes and the guards of the problem.</param>
public sealed class PlanBuilder(PlanSetting setting)
{
    private readonly List<Grant> _grants = [];
    private readonly Dictionary<BlockId, Read> _current = [];

    /// <summary>The sizes and the guards of the problem.</summary>
    public PlanSetting Setting { get; } = setting;

    /// <summary>The inner sweep that the following grants belong to; 0 is the forward pass.</summary>
    public int Sweep { get; set; }

    /// <summary>Loads the batch into the pinned blocks Z_0 and Z_L; a Z_0 that is free stands where it is.</summary>
    public void Load()
    {
        foreach (var shard in Setting.EachShard)
        {
            var input = BlockId.Activations(0, shard);
            Add(input, Setting.Inverts ? Work.Stand : Work.Load, [], ValueKind.Activation);
            SetCurrent(input, ValueKind.Activation);
            var target = BlockId.Activations(Setting.Depth, shard);
            if (Setting.SolvesActivations || Setting.SolvesParameters)
            {
                Add(target, Work.Load, [], ValueKind.Activation);
                SetCurrent(target, ValueKind.Activation);
            }
            else
            {
                Add(target, Work.Load, [], null);
            }
        }
    }

    /// <summary>Every Θ gives its standing value out as version 0, so that all reads stay within the iteration.</summary>
    public void StandParameters()
    {
        for (var layer = 1; layer <= Setting.Depth; layer++)
        {
            Stand(BlockId.Parameters(layer), ValueKind.Parameters);
        }
    }

    /// <summary>Every free Z gives its standing value out as version 0.</summary>
    public void StandActivations()
    {
        for (var layer = 1; layer < Setting.Depth; layer++)
        {
            foreach (var shard in Setting.EachShard)
            {
                Stand(BlockId.Activations(layer, shard), ValueKind.Activation);
            }
        }
    }

    /// <summary>The forward pass z_ℓ = σ(x_ℓ) for ℓ = 1…L−1.</summary>
    public void Forward()
    {
        for (var layer = 1; layer < Setting.Depth; layer++)
        {
            foreach (var shard in Setting.EachShard)
            {
                var block = BlockId.Activations(layer, shard);
                Add(block, Work.Forward, Inputs(layer, shard), ValueKind.Activation);
                SetCurrent(block, ValueKind.Activation);
            }
        }
    }

    /// <summary>Moves Z_ℓ on every shard; the layers around it see the new version from here on.</summary>
    public void StepActivations(int layer) => StepActivations([layer]);

    /// <summary>Moves Z of layers that do not meet in any term; the layers around them see the new versions from here on.</summary>
    public void StepActivations(IEnumerable<int> layers)
    {
        foreach (var together in Together(OnEveryShard(layers), block => block.Layer))
        {
            if (Setting.SolvesActivations)
            {
                Each(together, SolveActivations);
                continue;
            }

            Each(together, (layer, shard) => Feedback(layer + 1, shard));
            if (Setting.GuardActivations)
            {
                Each(together, (layer, shard) => Move(layer, shard, StepReads(layer, shard), ValueKind.ActivationTrial));
                Each(together, (layer, shard) => Add(BlockId.Activations(layer + 1, shard), Work.Check, Inputs(layer + 1, shard), ValueKind.ActivationCheck));
                Each(together, (layer, shard) => Settle(
                    BlockId.Activations(layer, shard), [Published(BlockId.Activations(layer + 1, shard), ValueKind.ActivationCheck)], ValueKind.Activation));
            }
            else
            {
                Each(together, (layer, shard) => Move(layer, shard, StepReads(layer, shard), ValueKind.Activation));
            }
        }
    }

    /// <summary>Moves Z_ℓ on every shard for its own error only: the other blocks keep reading the version before.</summary>
    public void StepActivationsPrivately(int layer)
    {
        foreach (var shard in Setting.EachShard)
        {
            Feedback(layer + 1, shard);
            Add(BlockId.Activations(layer, shard), Work.Step, StepReads(layer, shard), null);
        }
    }

    /// <summary>Moves Θ_ℓ; the terms of layer ℓ see the new version from here on. Nothing, where Θ rests.</summary>
    public void StepParameters(int layer) => StepParameters([layer]);

    /// <summary>Moves Θ of several layers; their terms see the new versions from here on. Nothing, where Θ rests.</summary>
    public void StepParameters(IEnumerable<int> layers)
    {
        foreach (var together in Setting.Inverts ? [] : Together(layers, layer => layer))
        {
            if (Setting.SolvesParameters)
            {
                foreach (var layer in together)
                {
                    ImmutableArray<Read> reads = [.. Setting.EachShard.SelectMany(shard => TermReads(layer, shard))];
                    Add(BlockId.Parameters(layer), Work.Solve, reads, ValueKind.Parameters);
                    SetCurrent(BlockId.Parameters(layer), ValueKind.Parameters);
                }

                continue;
            }

            var terms = OnEveryShard(together);
            Each(terms, (layer, shard) => Add(BlockId.Activations(layer, shard), Work.Summand, Inputs(layer, shard), ValueKind.Summand));
            if (Setting.GuardParameters)
            {
                Array.ForEach(together, layer => MoveParameters(layer, ValueKind.ParametersTrial));
                Each(terms, (layer, shard) => Add(BlockId.Activations(layer, shard), Work.Check, Inputs(layer, shard), ValueKind.ParametersCheck));
                Array.ForEach(together, layer => Settle(BlockId.Parameters(layer), FromEveryShard(layer, ValueKind.ParametersCheck), ValueKind.Parameters));
            }
            else
            {
                Array.ForEach(together, layer => MoveParameters(layer, ValueKind.Parameters));
            }
        }
    }

    /// <summary>
    /// Moves every block once, each against the values of the sweep before or, with a delay s, of up to s sweeps earlier: update n
    /// reads z and Θ not older than n−1−s, and evaluations not older than the (n−s)-th. An evaluation numbered n is made at z_ℓ of
    /// version n−1, so that for s = 0 every read names the one version that there can be.
    /// </summary>
    /// <param name="delay">The delay s ≥ 0.</param>
    public void StepAll(int delay)
    {
        var (oldestValue, oldestEvaluation) = (Math.Max(0, Sweep - 1 - delay), Math.Max(1, Sweep - delay));
        for (var layer = 1; layer <= Setting.Depth; layer++)
        {
            foreach (var shard in Setting.EachShard)
            {
                var inputs = Inputs(layer, shard);
                Add(BlockId.Activations(layer, shard), Work.Evaluate, delay == 0 ? inputs : [.. inputs.Select(OrNewer)], ValueKind.Evaluation);
            }
        }

        foreach (var together in Together(Enumerable.Range(Setting.LowestFree, Setting.Depth + 1 - Setting.LowestFree), layer => layer))
        {
            Each(OnEveryShard(together.Where(layer => layer < Setting.Depth)), (layer, shard) =>
                Add(BlockId.Activations(layer, shard), Work.Step, [Evaluation(layer + 1, shard)], ValueKind.Activation));
            foreach (var layer in Setting.Inverts ? [] : together)
            {
                Add(BlockId.Parameters(layer), Work.Step, [.. Setting.EachShard.Select(shard => Evaluation(layer, shard))], ValueKind.Parameters);
            }
        }

        foreach (var grant in _grants.Where(grant => grant.Work == Work.Step && grant.Sweep == Sweep))
        {
            SetCurrent(grant.Block, grant.Output!.Value);
        }

        // What does not move has one version only.
        Read OrNewer(Read read) => IsFree(read.Source) ? read with { Version = new BlockVersion(0, oldestValue), OrNewer = true } : read;

        bool IsFree(BlockId block) => block.Kind == BlockKind.Parameters ? !Setting.Inverts : block.Layer >= Setting.LowestFree;

        Read Evaluation(int layer, int shard) =>
            new(BlockId.Activations(layer, shard), ValueKind.Evaluation, new BlockVersion(0, oldestEvaluation), delay > 0);
    }

    /// <summary>Evaluates the loss at the present versions.</summary>
    public void CheckLoss()
    {
        foreach (var shard in Setting.EachShard)
        {
            Add(BlockId.Activations(Setting.Depth, shard), Work.Check, Inputs(Setting.Depth, shard), null);
        }
    }

    /// <summary>Evaluates every term at the versions that the plan leaves; where all samples go on, the next sweep needs it anyway.</summary>
    public void CheckAll()
    {
        for (var layer = 1; layer <= Setting.Depth; layer++)
        {
            foreach (var shard in Setting.EachShard)
            {
                Add(BlockId.Activations(layer, shard), Work.Check, Inputs(layer, shard), null);
            }
        }
    }

    /// <summary>The finished plan.</summary>
    public SweepPlan Build() => new([.. _grants], Setting.Stacked);

    /// <summary>Cuts blocks into those that are granted together: several of stacked layers, and one of any other.</summary>
    private IEnumerable<T[]> Together<T>(IEnumerable<T> blocks, Func<T, int> layer)
    {
        var together = new List<T>();
        foreach (var block in blocks)
        {
            if (together.Count == PlanSetting.MostTogether || (together.Count > 0 && !(IsStacked(together[0]) && IsStacked(block))))
            {
                yield return [.. together];
                together.Clear();
            }

            together.Add(block);
        }

        if (together.Count > 0)
        {
            yield return [.. together];
        }

        bool IsStacked(T block) => Setting.Stacked.Contains(layer(block));
    }

    private (int Layer, int Shard)[] OnEveryShard(IEnumerable<int> layers) => [.. layers.SelectMany(_ => Setting.EachShard, (layer, shard) => (layer, shard))];

    private static void Each((int Layer, int Shard)[] blocks, Action<int, int> write)
    {
        foreach (var (layer, shard) in blocks)
        {
            write(layer, shard);
        }
    }

    private void Move(int layer, int shard, ImmutableArray<Read> reads, ValueKind output)
    {
        Add(BlockId.Activations(layer, shard), Work.Step, reads, output);
        SetCurrent(BlockId.Activations(layer, shard), output);
    }

    private void MoveParameters(int layer, ValueKind output)
    {
        Add(BlockId.Parameters(layer), Work.Step, FromEveryShard(layer, ValueKind.Summand), output);
        SetCurrent(BlockId.Parameters(layer), output);
    }

    private void Settle(BlockId block, ImmutableArray<Read> checks, ValueKind output)
    {
        Add(block, Work.Settle, checks, output);
        SetCurrent(block, output);
    }

    private void SetCurrent(BlockId block, ValueKind kind) => _current[block] = new Read(block, kind, new BlockVersion(0, Sweep));

    private void Stand(BlockId block, ValueKind kind)
    {
        Add(block, Work.Stand, [], kind);
        SetCurrent(block, kind);
    }

    private void Feedback(int layer, int shard) =>
        Add(BlockId.Activations(layer, shard), Work.Feedback, Inputs(layer, shard), ValueKind.Feedback);

    /// <summary>Z_ℓ reads what its two terms are made of: z_{ℓ+1}, Θ_{ℓ+1} and the inputs of its own pre-activation.</summary>
    private void SolveActivations(int layer, int shard)
    {
        var block = BlockId.Activations(layer, shard);
        Read[] above = [Current(BlockId.Activations(layer + 1, shard), ValueKind.Activation), .. Inputs(layer + 1, shard).Skip(1)];
        Add(block, Work.Solve, [.. above, .. OwnInputs(layer, shard)], ValueKind.Activation);
        SetCurrent(block, ValueKind.Activation);
    }

    /// <summary>Θ_ℓ reads what a term of it is made of: z_ℓ, z_{ℓ−1}, and Z_0 for a map that reads it.</summary>
    private IEnumerable<Read> TermReads(int layer, int shard) =>
        [Current(BlockId.Activations(layer, shard), ValueKind.Activation), .. Inputs(layer, shard).Where(read => read.Source.Kind == BlockKind.Activations)];

    private ImmutableArray<Read> StepReads(int layer, int shard) =>
        [Published(BlockId.Activations(layer + 1, shard), ValueKind.Feedback), .. OwnInputs(layer, shard)];

    /// <summary>What the block's own term reads: nothing for Z_0, whose term is the regulariser.</summary>
    private ImmutableArray<Read> OwnInputs(int layer, int shard) => layer == 0 ? [] : Inputs(layer, shard);

    /// <summary>The inputs of the pre-activation x_ℓ: z_{ℓ−1}, Θ_ℓ, and Z_0 for a map that reads it.</summary>
    private ImmutableArray<Read> Inputs(int layer, int shard)
    {
        var below = Current(BlockId.Activations(layer - 1, shard), ValueKind.Activation);
        var parameters = Current(BlockId.Parameters(layer), ValueKind.Parameters);
        return Setting.DataLayers.Contains(layer)
            ? [below, parameters, Current(BlockId.Activations(0, shard), ValueKind.Activation)]
            : [below, parameters];
    }

    private ImmutableArray<Read> FromEveryShard(int layer, ValueKind kind) =>
        [.. Setting.EachShard.Select(shard => Published(BlockId.Activations(layer, shard), kind))];

    private Read Published(BlockId source, ValueKind kind) => new(source, kind, new BlockVersion(0, Sweep));

    /// <summary>What has not moved in this plan yet stands where the iteration before left it.</summary>
    private Read Current(BlockId source, ValueKind kind) =>
        _current.TryGetValue(source, out var read) ? read : new Read(source, kind, new BlockVersion(-1, Setting.Sweeps));

    private void Add(BlockId block, Work work, ImmutableArray<Read> reads, ValueKind? output) =>
        _grants.Add(new Grant(_grants.Count, block, work, Sweep, reads, output));
}
