using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Laws;

/// <summary>The laws of a lifted method on a network, tried on a few random samples.</summary>
public static class MethodLaws
{
    private const int Iterations = 3;

    /// <summary>A few random samples for a network: inputs in [0, 1], targets in the range of its last activation.</summary>
    /// <param name="network">The network.</param>
    /// <param name="samples">Their number.</param>
    /// <param name="seed">Their seed.</param>
    public static TrainingProblem Problem(Network network, int samples, long seed = 1)
    {
        var random = new RandomStream(seed, "samples");
        var inputs = new Matrix(samples, network.Inputs);
        foreach (ref var value in inputs.Values)
        {
            value = (Real)random.Uniform();
        }

        var targets = LawPoints.Points(ref random, samples, network.Outputs);
        network.Layers[^1].Activation.Activate(targets, targets);
        return new TrainingProblem(network, inputs, targets, seed);
    }

    /// <summary>The initial weights give finite outputs.</summary>
    public static LawFinding ForwardPassIsFinite(TrainingProblem problem, Initialisation initialisation)
    {
        var parameters = problem.Network.Layers.Select((layer, l) =>
        {
            var initial = layer.Map.CreateParameters();
            initialisation.Fill(initial, l + 1, problem.Seed);
            initial.Pack();
            return initial;
        }).ToArray();
        var wrong = 0;
        foreach (var value in problem.Network.Predict(Matrix.Copy(problem.Inputs), parameters).Values)
        {
            wrong += Real.IsFinite(value) ? 0 : 1;
        }

        return new LawFinding("outputs of the forward pass that are not finite", wrong, 0);
    }

    /// <summary>After a forward pass z_ℓ = σ(x_ℓ) in every layer: the root mean square of |z_ℓ − σ(x_ℓ)| relative to 1 + √n_ℓ.</summary>
    public static LawFinding GapVanishesAfterTheForwardPass(TrainingProblem problem, LiftedFormulation formulation, Initialisation initialisation)
    {
        var method = new LiftedMethod(formulation, (new Feasible(), new GradientDescent(1e-30)), new BackwardGaussSeidel(), new FullBatch(), 1);
        var objective = new LiftedObjective(problem, method, initialisation);
        new SequentialSolver(objective).Step();
        var distances = LiftingGap.Of(objective).Distances;
        var worst = distances.Select((distance, l) => distance / (1 + Math.Sqrt(problem.Network.Layers[l].Map.Outputs))).Aggregate(0.0, Math.Max);
        return new LawFinding("the lifting gap is zero after the forward pass", worst, 64 * Wide.Epsilon);
    }

    /// <summary>Two iterations report finite numbers.</summary>
    public static LawFinding IterationsStayFinite(TrainingProblem problem, LiftedMethod method, Initialisation initialisation)
    {
        var solver = new SequentialSolver(new LiftedObjective(problem, method, initialisation));
        return new LawFinding("reports of two iterations that are not finite", Enumerable.Range(0, 2).Count(_ => !solver.Step().IsFinite), 0);
    }

    /// <summary>Why a method does not promise that its objective falls, as half a sentence; null where it does.</summary>
    public static string? NoDescent(LiftedMethod method)
    {
        if (method.Formulation.Phases > 1)
        {
            return "the difference of two phases promises nothing while these have not converged";
        }

        if (!method.Formulation.BoundsCurvature)
        {
            return $"{Word(method.Formulation)} has no Lipschitz constant, so that no step is certain to descend";
        }

        var weak = Promises(method.ActivationUpdate, true) ? Promises(method.ParameterUpdate, method.Outer is FullBatch) ? null : method.ParameterUpdate : method.ActivationUpdate;
        return weak is not null ? $"{Word(weak)} promises no descent{(weak.Guarantee == UpdateGuarantee.DescentOnFullBatch ? " on batches" : string.Empty)}"
            : method.Schedule.Descends || (method.Schedule.Delay is not null && method is { ActivationUpdate: ProxLinear, ParameterUpdate: ProxLinear }) ? null
            : $"{Word(method.Schedule)} promises no descent";

        static bool Promises(BlockUpdate update, bool isSame) => update.Guarantee >= (isSame ? UpdateGuarantee.DescentOnFullBatch : UpdateGuarantee.Descent);
    }

    /// <summary>The objective F, evaluated anew between iterations on one batch, does not rise: the largest rise relative to 1 + F.</summary>
    /// <exception cref="ArgumentException">The method promises no descent.</exception>
    public static LawFinding ObjectiveDescends(TrainingProblem problem, LiftedMethod method, Initialisation initialisation)
    {
        if (NoDescent(method) is { } reason)
        {
            throw new ArgumentException($"{reason}.", nameof(method));
        }

        // The same samples in every iteration, so that one function is to fall.
        var outer = new FullBatch(Math.Max(method.Outer.Sweeps, method.Schedule.LeastSweeps));
        var same = new LiftedMethod(method.Formulation, (method.ActivationUpdate, method.ParameterUpdate), method.Schedule, outer, method.Shards);
        var objective = new LiftedObjective(problem, same, initialisation);
        var solver = new SequentialSolver(objective);
        solver.Step();
        var (before, worst) = (Value(objective), 0.0);
        for (var k = 0; k < Iterations; k++)
        {
            solver.Step();
            var now = Value(objective);
            worst = Math.Max(worst, (now - before) / (1 + before));
            before = now;
        }

        return new LawFinding("the objective does not rise", worst, 300 * Wide.Epsilon);
    }

    /// <summary>F over all samples at the present values of the blocks.</summary>
    private static double Value(LiftedObjective objective)
    {
        var (network, parameters, total) = (objective.Problem.Network, objective.CurrentParameters, 0.0);
        for (var shard = 0; shard < objective.Sampler.Shards; shard++)
        {
            // The full batch leaves the samples of a shard in their order.
            var (range, targets) = (objective.Sampler.Shard(shard), objective.Problem.Targets);
            var data = LiftingGap.Activations(objective, 0, shard, int.MaxValue);
            for (var layer = 1; layer <= network.Depth; layer++)
            {
                var below = LiftingGap.Activations(objective, layer - 1, shard, int.MaxValue);
                var z = layer < network.Depth ? LiftingGap.Activations(objective, layer, shard, int.MaxValue) : Matrix.Copy(new RowRange(targets, range.Start.Value, objective.Sampler.ShardSize(shard)));
                var (x, error) = (new Matrix(z.Rows, z.Columns), new Matrix(z.Rows, z.Columns));
                ComputeDevice.Host.CreateOperator(network.Layers[layer - 1].Map, z.Rows).Apply(new LayerInput(below, data), parameters[layer - 1], x);
                total += objective.Method.Formulation.PenaltyOf(layer, network, objective.Weights).Error(x, z, error);
            }
        }

        return total / objective.Problem.Samples;
    }

    private static string Word(object part) => Spelling.KebabCase(part.GetType().Name);
}
