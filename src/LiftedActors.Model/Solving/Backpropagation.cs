using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Solving;

/// <summary>
/// The conventional baseline: stochastic gradients of the nested loss by back-propagation, on the same network, initial weights,
/// batches, kernels and parameter updates as the lifted methods. It needs the derivative of the activation; they do not.
/// </summary>
public sealed class Backpropagation
{
    private readonly BlockUpdate _update;
    private readonly BatchSampler _sampler;
    private readonly TrainingProblem _source;
    private readonly BatchCursor[] _cursors;
    private readonly Matrix _targets;
    private readonly LayerTape[] _tape;
    private readonly BregmanPenalty _loss;

    /// <summary>Creates the baseline at the initial weights.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="update">The update of the parameters: <see cref="Adam"/> or <see cref="GradientDescent"/>.</param>
    /// <param name="sampler">The batches; pass the sampler of the lifted method that it stands beside.</param>
    /// <param name="initialisation">The initial weights.</param>
    /// <exception cref="ArgumentException">The update cannot move parameters, or needs Lipschitz constants, which are not known here.</exception>
    public Backpropagation(TrainingProblem problem, BlockUpdate update, BatchSampler sampler, Initialisation initialisation)
    {
        if (!update.Moves(BlockKind.Parameters) || update.NeedsLipschitz)
        {
            throw new ArgumentException($"Back-propagation cannot use {update.GetType().Name}; take Adam or GradientDescent.", nameof(update));
        }

        (_update, _sampler, _source) = (update, sampler, problem);
        var shards = Enumerable.Range(0, sampler.Shards).ToArray();
        var capacity = shards.Sum(sampler.LargestBatch);
        _cursors = [.. shards.Select(shard => new BatchCursor(sampler, shard))];
        _targets = new Matrix(capacity, problem.Network.Outputs);
        _tape = [.. problem.Network.Layers.Select(layer => new LayerTape(layer, capacity, update))];
        _loss = new BregmanPenalty(problem.Network.Layers[^1].Activation, 1);
        for (var l = 0; l < _tape.Length; l++)
        {
            initialisation.Fill(_tape[l].Current, l + 1, problem.Seed);
            _tape[l].Current.Pack();
        }
    }

    /// <summary>The memory of the baseline.</summary>
    /// <param name="network">The network.</param>
    /// <param name="update">The update of the parameters.</param>
    /// <param name="sampler">The batches.</param>
    public static Footprint Footprint(Network network, BlockUpdate update, BatchSampler sampler)
    {
        var shards = Enumerable.Range(0, sampler.Shards).ToArray();
        var capacity = shards.Sum(sampler.LargestBatch);
        var footprint = Matrix.Footprint(Kernels.Footprint.Batches, capacity, network.Outputs);
        footprint = shards.Aggregate(footprint, (sum, shard) => sum + BatchCursor.Footprint(sampler, shard));
        return network.Layers.Aggregate(footprint, (sum, layer) => sum + LayerTape.Footprint(layer, capacity, update));
    }

    /// <summary>The course of the rates, and the penalty of the weights.</summary>
    public ParameterCourse Course
    {
        get;
        init
        {
            field = value;
            foreach (var layer in _tape)
            {
                layer.Penalise(value.Penalty);
            }
        }
    } = ParameterCourse.Plain;

    /// <summary>The next iteration.</summary>
    public int Iteration { get; private set; }

    /// <summary>The current parameters.</summary>
    public IReadOnlyList<LayerParameters> CurrentParameters => [.. _tape.Select(layer => layer.Current)];

    /// <summary>One step on the next batch.</summary>
    public IterationReport Step()
    {
        Gather();
        for (var l = 0; l < _tape.Length; l++)
        {
            _tape[l].Forward(_tape[0].Input);
            if (l < _tape.Length - 1)
            {
                _tape[l].Activate(_tape[l + 1].Input);
            }
        }

        var top = _tape[^1];
        var loss = _loss.Error(top.Preactivation, _targets, top.Error);
        var move = 0.0;
        for (var l = _tape.Length - 1; l >= 0; l--)
        {
            if (l > 0)
            {
                _tape[l].PullBackInto(_tape[l - 1]);
            }

            move += _tape[l].Step(_update, Course.Factor(Iteration, _sampler));
        }

        var samples = top.Input.Rows;
        return new IterationReport(Iteration++, samples, loss / samples, loss / samples, 0, move, 0);
    }

    private void Gather()
    {
        var input = _tape[0].Input;
        input.Resize(_sampler.BatchSize(Iteration));
        _targets.Resize(input.Rows);
        var row = 0;
        foreach (var cursor in _cursors)
        {
            cursor.MoveTo(Iteration);
            foreach (var sample in cursor.Samples)
            {
                _source.Inputs.CopyRow(cursor.First + sample, input.Row(row));
                _source.Targets.CopyRow(cursor.First + sample, _targets.Row(row++));
            }
        }
    }

    /// <summary>What the baseline keeps of one layer between the forward and the backward pass.</summary>
    private sealed class LayerTape
    {
        private readonly Layer _layer;
        private readonly LayerOperator _operator;
        private readonly LayerParameters _gradient;
        private readonly ParameterProblem _problem;
        private readonly UpdateMemory _memory;
        private LayerInput _input;
        private LayerParameters _next;

        public LayerTape(Layer layer, int capacity, BlockUpdate update)
        {
            var map = layer.Map;
            _layer = layer;
            Input = new Matrix(capacity, map.Inputs);
            Preactivation = new Matrix(capacity, map.Outputs);
            Error = new Matrix(capacity, map.Outputs);
            (Current, _next) = (map.CreateParameters(), map.CreateParameters());
            _gradient = map.CreateGradient();
            _operator = ComputeDevice.Host.CreateOperator(map, capacity);
            _problem = new ParameterProblem(ComputeDevice.Host, Matrix.Empty, double.PositiveInfinity);
            _memory = new UpdateMemory(ComputeDevice.Host, update.Moments, _gradient.Buffer.Length);
        }

        public static Footprint Footprint(Layer layer, int capacity, BlockUpdate update) =>
            Matrix.Footprint(Kernels.Footprint.Evaluations, capacity, layer.Map.Inputs)
            + (2 * Matrix.Footprint(Kernels.Footprint.Evaluations, capacity, layer.Map.Outputs))
            + (2 * layer.Map.ParametersFootprint)
            + layer.Map.OperatorFootprint(capacity)
            + LayerParameters.Footprint(Kernels.Footprint.Summands, layer.Map)
            + UpdateMemory.Footprint(update.Moments, layer.Map.ParameterCount);

        /// <summary>a_{ℓ−1}, samples × in.</summary>
        public Matrix Input { get; }

        /// <summary>x_ℓ, samples × out.</summary>
        public Matrix Preactivation { get; }

        /// <summary>∂loss/∂x_ℓ, samples × out.</summary>
        public Matrix Error { get; }

        public LayerParameters Current { get; private set; }

        /// <summary>x_ℓ; the map may read the input of the network.</summary>
        public void Forward(Matrix data)
        {
            _input = new LayerInput(Input, data);
            _operator.Apply(_input, Current, Preactivation);
        }

        public void Activate(Matrix above) => _layer.Activation.Activate(Preactivation, above);

        /// <summary>∂loss/∂x_{ℓ−1} = ∂σ(x_{ℓ−1})ᵀ (W_ℓᵀ ∂loss/∂x_ℓ).</summary>
        public void PullBackInto(LayerTape below)
        {
            _operator.ApplyAdjoint(Error, Current, below.Error);
            below._layer.Activation.PullBack(below.Preactivation, Input, below.Error);
        }

        public void Penalise(WeightPenalty penalty) => _problem.Penalise(_layer.Map, penalty);

        public double Step(BlockUpdate update, double rateFactor)
        {
            _problem.RateFactor = rateFactor;
            _operator.Correlate(Error, _input, Current, _gradient);
            _problem.Begin(Error.Rows);
            _problem.Add(_gradient);
            _problem.Pose(Current.Flat, _next.Flat, default);
            var squaredMove = update.Step(_problem, _memory);
            (Current, _next) = (_next, Current);
            Current.Pack();
            return squaredMove;
        }
    }
}
