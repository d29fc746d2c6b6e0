using LiftedActors.Model.Blocks;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Regularisers;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>Inversions on the blocks, schedules and updates of training: the input moves, and the parameters rest.</summary>
public sealed class InversionTests
{
    public static TheoryData<string> Names => Inversions.Names;

    public static TheoryData<string> DescendingNames => [.. Inversions.Methods.Where(entry => Descends(entry.Value)).Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ASavedInversionGoesOnToTheBit(string name)
    {
        var straight = Inversions.Lift(name);
        var solver = new SequentialSolver(straight);
        var (saved, reports) = (new List<BlockState[]>(), new List<IterationReport>());
        for (var k = 0; k < 6; k++)
        {
            saved.Add(SequentialSolverTests.Save(straight));
            reports.Add(solver.Step());
        }

        var end = SequentialSolverTests.Save(straight);
        foreach (var objective in (LiftedObjective[])[Inversions.Lift(name), straight])
        {
            objective.Restore(saved[2]);
            var resumed = new SequentialSolver(objective, 2);
            Assert.All(Enumerable.Range(2, 4), k => Assert.Equal(reports[k], resumed.Step()));
            SequentialSolverTests.AssertSame(end, SequentialSolverTests.Save(objective));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnyAllowedOrderGivesTheSameBits(string name)
    {
        var sequential = Inversions.Lift(name);
        if (sequential.Method.Schedule.Delay is > 0)
        {
            // Exact only once it is known which versions were taken.
            return;
        }

        var (solver, shuffled, random) = (new SequentialSolver(sequential), Inversions.Lift(name), new RandomStream(1, "order"));
        var machine = new GrantMachine(shuffled);
        for (var k = 0; k < 3; k++)
        {
            solver.Step();
            machine.RunAtRandom(ref random);
        }

        SequentialSolverTests.AssertSame(SequentialSolverTests.Save(sequential), SequentialSolverTests.Save(shuffled));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheParametersRestAndNothingIsAllocated(string name)
    {
        var objective = Inversions.Lift(name);
        var solver = new SequentialSolver(objective);
        for (var k = 0; k < 8; k++)
        {
            solver.Step();
        }

        Assert.Contains(0, Enumerable.Range(0, 5).Select(_ => SequentialSolverTests.Allocated(solver)).ToArray());
        Assert.All(
            objective.CurrentParameters.Zip(((InversionProblem)objective.Problem).Parameters), pair => Assert.Equal(pair.Second.Values, pair.First.Values));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheArraysAreThoseThatWerePredicted(string name)
    {
        var objective = Inversions.Lift(name);
        var solver = new SequentialSolver(objective);
        solver.Step();
        solver.Step();
        var problem = (InversionProblem)objective.Problem;
        var predicted = new LiftedFootprint(problem.Network, objective.Method, problem.Samples, problem.Prior);
        var given = ReachableArrays.Bytes(problem) + ReachableArrays.Bytes(new double[problem.Network.Depth - 1]);

        Assert.Equal(predicted.Blocks.Total, ReachableArrays.Bytes(objective) - given);
    }

    [Theory]
    [MemberData(nameof(DescendingNames))]
    public void FDoesNotRise(string name)
    {
        foreach (var activation in (string[])["relu", "soft-threshold", "tanh"])
        {
            var objective = new LiftedObjective(TinyProblems.Inversion(activation), Inversions.Methods[name]);
            var solver = new SequentialSolver(objective);
            var (first, before) = (0.0, double.PositiveInfinity);
            for (var k = 0; k < 12; k++)
            {
                solver.Step();
                var now = ReferenceObjective.Of(objective, k);
                Assert.True(k == 0 || now <= before + Slack(objective, before), $"{activation}, iteration {k}: F rose from {before} to {now}.");
                (first, before) = (k == 0 ? now : first, now);
            }

            Assert.True(before < first, $"{activation}: F stayed at {first}.");
        }
    }

    [Theory]
    [MemberData(nameof(DescendingNames))]
    public void TheReportIsThatOfTheBlocks(string name)
    {
        var objective = Inversions.Lift(name);
        var solver = new SequentialSolver(objective);
        for (var k = 0; k < 4; k++)
        {
            var report = solver.Step();
            if (report.Rejected == 0 && (objective.Method.GuardsActivations || objective.Method.Schedule.Delay is not null))
            {
                var expected = ReferenceObjective.Of(objective, k);
                Assert.Equal(expected, report.Objective, 1e3 * PotentialCases.Epsilon * (1 + expected));
            }
        }
    }

    /// <summary>With one layer the problem is convex: the minimiser of Tikhonov's functional solves the normal equations.</summary>
    [Fact]
    public void OneLinearLayerIsTikhonovsRegularisation()
    {
        const double Alpha = 0.3;
        var network = Network.Perceptron([3, 5], PotentialCatalogue.Create("identity"), PotentialCatalogue.Create("identity"));
        var parameters = TinyProblems.Drawn(network, 1);
        var data = TinyProblems.Gaussian(4, 5, 1, "data");
        var prior = new InputPrior(Regulariser.SquaredNorm(3, 1), Alpha);
        var problem = new InversionProblem(network, [parameters], data, new Matrix(4, 3), prior);
        foreach (var update in (BlockUpdate[])[new ProxLinear(), new Exact(1e-12), new HeavyBall()])
        {
            var objective = new LiftedObjective(problem, LiftedMethod.Inversion(new LiftedBregman(), update, new ThreeColour(), 1, 2));
            var solver = new SequentialSolver(objective);
            for (var k = 0; k < 400; k++)
            {
                solver.Step();
            }

            // αu + Wᵀ(Wu + b − f) = 0.
            var inputs = Matrix.Of(objective.CurrentInputs);
            var residual = network.Predict(inputs, [parameters]);
            VectorKernels.Combine(residual.Values, -1, data.Values, residual.Values);
            var gradient = new Matrix(4, 3);
            network.Layers[0].Map.CreateOperator(4).ApplyAdjoint(residual, parameters, gradient);
            VectorKernels.Combine(gradient.Values, (Real)Alpha, inputs.Values, gradient.Values);

            // An update that compares values of F sees no more than the root of their rounding.
            var norm = Math.Sqrt(VectorKernels.SquaredNorm(gradient.Values));
            Assert.True(norm < (update.Evaluates ? 2 * Math.Sqrt(PotentialCases.Epsilon) : 300 * PotentialCases.Epsilon), $"{update}: {norm}");
        }
    }

    /// <summary>Without noise and with hardly any regularisation, a network that loses nothing is inverted.</summary>
    [Fact]
    public void AnExpansiveNetworkIsInverted()
    {
        var truth = TinyProblems.Gaussian(3, 6, 2, "truth");
        var network = Network.Perceptron([6, 12, 18], new Separable<LeakyReLU>(new LeakyReLU(0.3)), PotentialCatalogue.Create("identity"));
        var parameters = Enumerable.Range(1, 2).Select(layer => TinyProblems.Drawn(network, layer)).ToArray();
        var exact = new InversionProblem(network, parameters, network.Predict(truth, parameters), new Matrix(3, 6), new InputPrior(Regulariser.SquaredNorm(6, 1), 1e-9));
        var objective = new LiftedObjective(exact, LiftedMethod.Inversion(new LiftedBregman(), new Nesterov(10), new BackwardGaussSeidel(), 1, 1));
        var solver = new SequentialSolver(objective);
        for (var k = 0; k < 600; k++)
        {
            solver.Step();
        }

        var error = Math.Sqrt(VectorKernels.SquaredDistance(Matrix.Of(objective.CurrentInputs).Values, truth.Values) / VectorKernels.SquaredNorm(truth.Values));
        Assert.True(error < 0.01, $"The inputs are {error} off, relatively.");
    }

    [Fact]
    public void WhatCannotBeInvertedIsRefusedWithTheReason()
    {
        var good = TinyProblems.Inversion("relu");
        Refused("cannot be inverted at data 5 × 8", () => new InversionProblem(good.Network, good.Parameters, new Matrix(5, 8), good.Start, good.Prior));
        Refused("regulariser takes inputs of 4", () => new InversionProblem(good.Network, good.Parameters, good.Targets, good.Start, new InputPrior(Regulariser.SquaredNorm(4, 1), 1)));
        Refused("needs as many parameter sets", () => new InversionProblem(good.Network, [good.Parameters[0]], good.Targets, good.Start, good.Prior));
        Refused("positive and finite", () => new InputPrior(good.Prior.Regulariser, 0));
        Refused("fixed-point takes no step of finite length", () => LiftedMethod.Inversion(new LiftedBregman(), new FixedPoint(), new Jacobi(), 1, 1));
        Refused("an inversion has one", () => LiftedMethod.Inversion(new LiftedContrastive(), new ProxLinear(), new ThreeColour(), 1, 1));
        Refused("goes with a method of inversion", () => new LiftedObjective(good, TinyProblems.Method(new ThreeColour(), new ProxLinear(), new ProxLinear(), new FullBatch())));
        good.Parameters[1].Values[3] = Real.NaN;
        Refused("layer 2 hold a value that is not finite", () => new InversionProblem(good.Network, good.Parameters, good.Targets, good.Start, good.Prior));

        static void Refused(string text, Func<object> create) => Assert.Contains(text, Assert.ThrowsAny<ArgumentException>(create).Message, StringComparison.Ordinal);
    }

    private static bool Descends(LiftedMethod method) => method.Formulation is LiftedBregman or Lpom or FenchelLifted
        && (method.Schedule.Delay is not null ? method.ActivationUpdate is ProxLinear : method.Schedule.Descends && method.ActivationUpdate.Guarantee >= UpdateGuarantee.DescentOnFullBatch);

    /// <summary>Rounding, and what an inexact prox may add: its gap, which is relative to αJ.</summary>
    private static double Slack(LiftedObjective objective, double value)
    {
        var prior = ((InversionProblem)objective.Problem).Prior;
        return (300 * PotentialCases.Epsilon * (1 + value)) + (10 * objective.Method.Outer.Sweeps * prior.Tolerance * prior.Weight);
    }
}
