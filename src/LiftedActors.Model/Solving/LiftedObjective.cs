using System.Collections.Immutable;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Model.Solving;

/// <summary>
/// A problem lifted by a method: the blocks of the variable, the plans of their grants, and who reads whom. What carries
/// the grants out, one by one or at once, is left to a solver.
/// </summary>
public sealed class LiftedObjective
{
    /// <summary>Layers at least that wide in or out have kernels that take much longer than a call or a message; narrower ones are stacked.</summary>
    public const int Wide = 256;

    private readonly Dictionary<BlockId, Block> _byId;
    private readonly BlockSettings _blocks;
    private readonly double[] _squaredMoves;

    /// <summary>Lifts a training problem and sets the parameters to their initial values.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="method">The method.</param>
    /// <param name="initialisation">The initial weights.</param>
    /// <param name="device">Where the values of the blocks lie; the host if absent.</param>
    /// <param name="weights">The weights of the penalties; those that the formulation begins with if absent.</param>
    public LiftedObjective(
        TrainingProblem problem, LiftedMethod method, Initialisation initialisation, ComputeDevice? device = null, PenaltyWeights? weights = null)
        : this((LiftedProblem)problem, method, device, weights)
    {
        foreach (var block in Parameters)
        {
            var initial = new LayerParameters(problem.Network.Layers[block.Id.Layer - 1].Map);
            initialisation.Fill(initial, block.Id.Layer, problem.Seed);
            block.Initialise(initial.Values);
        }
    }

    /// <summary>Lifts an inversion.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="method">The method, made by <see cref="LiftedMethod.Inversion"/>.</param>
    /// <param name="device">Where the values of the blocks lie; the host if absent.</param>
    /// <param name="weights">The weights of the penalties; those that the formulation begins with if absent.</param>
    public LiftedObjective(InversionProblem problem, LiftedMethod method, ComputeDevice? device = null, PenaltyWeights? weights = null)
        : this((LiftedProblem)problem, method, device, weights)
    {
        foreach (var block in Parameters)
        {
            block.Initialise(problem.Parameters[block.Id.Layer - 1].Values);
        }
    }

    private LiftedObjective(LiftedProblem problem, LiftedMethod method, ComputeDevice? device, PenaltyWeights? weights)
    {
        if (method.Inverts != problem is InversionProblem)
        {
            throw new ArgumentException("An inversion goes with a method of inversion, and training with one that moves the parameters.", nameof(method));
        }

        (Problem, Method, Device) = (problem, method, device ?? ComputeDevice.Host);
        Weights = weights ?? PenaltyWeights.Of(method.Formulation, problem.Network);
        var network = problem.Network;
        Sampler = new BatchSampler(problem.Samples, method.Shards, method.Outer.BatchSize(problem.Samples), problem.Seed);
        (FirstPlan, LaterPlan) = PlansOf(network, method);
        Graph = new CouplingGraph(FirstPlan, LaterPlan);
        _blocks = new BlockSettings(network, method, Weights, (Sampler, Device));
        Parameters = [.. Enumerable.Range(1, network.Depth).Select(layer => new ParameterBlock(layer, _blocks.Parameters(layer)))];
        var shards = Enumerable.Range(0, method.BlockShards).SelectMany(CreateShard);
        Blocks = [.. shards.OrderBy(block => block.Id.Layer).ThenBy(block => block.Id.Shard), .. Parameters];
        _byId = Blocks.ToDictionary(block => block.Id);
        _squaredMoves = new double[network.Depth - 1];
    }

    /// <summary>The plan of iteration 0 and that of every later one.</summary>
    internal static (SweepPlan First, SweepPlan Later) PlansOf(Network network, LiftedMethod method)
    {
        var setting = new PlanSetting(network.Depth, method.BlockShards, method.Outer.Sweeps, method.GuardsActivations, method.GuardsParameters)
        {
            DataLayers = network.DataLayers,
            Inverts = method.Inverts,
            SolvesActivations = method.ActivationUpdate.Evaluates,
            SolvesParameters = method.ParameterUpdate.Evaluates,
            Stacked = [.. Stacked(network, method)],
        };
        var first = method.Schedule.Fresh(setting);
        return (first, method.Outer is FullBatch && !method.Schedule.StartsAfresh ? method.Schedule.Continued(setting) : first);
    }

    /// <summary>The narrow layers; none where Z_0 moves and layers read it, as blocks of one colour then meet in their terms.</summary>
    private static IEnumerable<int> Stacked(Network network, LiftedMethod method) => method.Inverts && !network.DataLayers.IsEmpty
        ? []
        : Enumerable.Range(1, network.Depth).Where(layer => network.Layers[layer - 1].Map.Width < Wide);

    /// <summary>The problem.</summary>
    public LiftedProblem Problem { get; }

    /// <summary>The method.</summary>
    public LiftedMethod Method { get; }

    /// <summary>The weights of the penalties.</summary>
    public PenaltyWeights Weights { get; }

    /// <summary>Where the values of the blocks lie.</summary>
    public ComputeDevice Device { get; }

    /// <summary>Which samples belong to which batch.</summary>
    public BatchSampler Sampler { get; }

    /// <summary>All blocks: activations by layer and shard, then parameters by layer. Every sum over blocks goes in this order.</summary>
    public ImmutableArray<Block> Blocks { get; }

    /// <summary>The blocks Θ_1…Θ_L.</summary>
    public ImmutableArray<ParameterBlock> Parameters { get; }

    /// <summary>The plan of iteration 0.</summary>
    public SweepPlan FirstPlan { get; }

    /// <summary>The plan of every later iteration.</summary>
    public SweepPlan LaterPlan { get; }

    /// <summary>Who reads whom.</summary>
    public CouplingGraph Graph { get; }

    /// <summary>The version at which the standing values of the blocks enter an iteration.</summary>
    public BlockVersion StandingVersion(int iteration) => new(iteration - 1, Method.Outer.Sweeps);

    /// <summary>The root mean square of what z_1…z_{L−1} moved in the iteration that was last summed up; of two phases, in the clamped one.</summary>
    internal ImmutableArray<double> Moves => [.. _squaredMoves.Select(Math.Sqrt)];

    /// <summary>The plan of an iteration.</summary>
    public SweepPlan Plan(int iteration) => iteration == 0 ? FirstPlan : LaterPlan;

    /// <summary>A block by its name.</summary>
    public Block this[BlockId id] => _byId[id];

    /// <summary>The current parameters, for evaluation at a quiet point.</summary>
    public IReadOnlyList<LayerParameters> CurrentParameters => [.. Parameters.Select(block => Device.Download(block.Current.Packed))];

    /// <summary>The current inputs z_0, samples × n₀, for evaluation at a quiet point; of a training problem its inputs.</summary>
    public IRows CurrentInputs
    {
        get
        {
            if (Problem is TrainingProblem training)
            {
                return training.Inputs;
            }

            var inputs = new Matrix(Problem.Samples, Problem.Network.Inputs);
            for (var shard = 0; shard < Sampler.Shards; shard++)
            {
                var (first, count) = Sampler.Shard(shard).GetOffsetAndLength(Problem.Samples);
                var values = ((ActivationValue)this[BlockId.Activations(0, shard)].Standing!.Value.Value).Values;
                Device.Download(values).CopyTo(inputs.Values[(first * inputs.Columns)..]);
            }

            return inputs;
        }
    }

    /// <summary>Takes the saved states of blocks back.</summary>
    /// <exception cref="ArgumentException">A state is of another shape.</exception>
    /// <exception cref="KeyNotFoundException">There is no such block.</exception>
    public void Restore(IEnumerable<BlockState> states)
    {
        foreach (var state in states)
        {
            this[state.Block].Restore(state);
        }
    }

    /// <summary>Adds the reports of all blocks up, in block order.</summary>
    /// <param name="iteration">The iteration.</param>
    /// <param name="reports">One report per block, in the order of <see cref="Blocks"/>.</param>
    public IterationReport Summarise(int iteration, ReadOnlySpan<BlockReport> reports)
    {
        var (objective, gap, loss, move, rejected) = (0.0, 0.0, 0.0, 0.0, 0);
        var samples = Sampler.BatchSize(iteration);
        Array.Clear(_squaredMoves);
        for (var i = 0; i < reports.Length; i++)
        {
            var (report, id) = (reports[i], Blocks[i].Id);
            objective += report.Term;
            move += report.SquaredMove;
            rejected += report.Rejected;
            if (id.Kind == BlockKind.Activations && id.Layer == Problem.Network.Depth)
            {
                loss += report.FirstTerm;
            }
            else if (id is { Kind: BlockKind.Activations, Layer: > 0 } && Method.PhaseOf(id.Shard) == 0)
            {
                gap += (report.Term - report.Sparsity) / Weights[id.Layer];
                _squaredMoves[id.Layer - 1] += report.SquaredMove / samples;
            }
        }

        return new IterationReport(iteration, samples, objective / samples, loss / samples, gap / samples, move, rejected);
    }

    private IEnumerable<Block> CreateShard(int shard)
    {
        var depth = Problem.Network.Depth;
        var samples = Method.SamplesOf(shard);
        yield return CreateInput(BlockId.Activations(0, shard), samples);
        for (var layer = 1; layer < depth; layer++)
        {
            yield return new AuxiliaryBlock(BlockId.Activations(layer, shard), _blocks.Term(layer, shard));
        }

        yield return new PinnedTarget(BlockId.Activations(depth, shard), samples, _blocks.Term(depth, shard), (Problem.Targets, Sampler));
    }

    private Block CreateInput(BlockId id, int samples)
    {
        if (Problem is not InversionProblem inversion)
        {
            return new PinnedInput(id, samples, Device, (((TrainingProblem)Problem).Inputs, Sampler));
        }

        var (first, count) = Sampler.Shard(samples).GetOffsetAndLength(Problem.Samples);
        return new InputBlock(id, _blocks.Input(samples, inversion.Prior), new RowRange(inversion.Start, first, count));
    }
}
