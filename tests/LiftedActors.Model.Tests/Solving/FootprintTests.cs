using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>What the types say that they will take is what they take. Whoever adds a buffer adds it to the type's footprint.</summary>
public sealed class FootprintTests
{
    private const int Samples = 37;
    private static readonly int[] Widths = [9, 21, 17, 5];
    private static readonly int[] Deep = [.. Enumerable.Repeat(6, 40)];

    public static TheoryData<string> Methods => Family.MethodNames;

    public static TheoryData<string> AllMethods => [.. Family.Methods.Keys, .. Family.OtherMethods.Keys];

    [Theory]
    [MemberData(nameof(AllMethods))]
    public void TheArraysOfAnObjectiveAreThoseThatWerePredicted(string name)
    {
        var (problem, method) = (Problem(Samples, Widths), Family.Methods.GetValueOrDefault(name) ?? Family.OtherMethods[name]);
        var objective = TinyProblems.Lift(problem, method);
        var solver = new SequentialSolver(objective);
        var predicted = new LiftedFootprint(problem.Network, method, Samples);

        // What is kept until trials are settled comes with the first of them.
        solver.Step();
        solver.Step();

        Assert.Equal(predicted.Blocks.Total, ReachableArrays.Bytes(objective) - Moves(objective));

        // A batch may be one sample smaller than the largest.
        Assert.InRange(objective.Blocks.Sum(block => block.Save().Arrays.Sum(Bytes)), (long)(0.9 * predicted.Checkpoint.Total), predicted.Checkpoint.Total);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void AThreadTakesNoMoreThanItsWorkspace(string name)
    {
        var (problem, method) = (Problem(Samples, Widths), Family.Methods[name]);
        var objective = TinyProblems.Lift(problem, method);
        var solver = new SequentialSolver(objective);
        solver.Step();
        solver.Step();
        var taken = 0L;
        var thread = new Thread(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            solver.Step();
            taken = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();

        // Beside arrays a few small objects; they do not grow with the problem.
        Assert.InRange(taken, 0, new LiftedFootprint(problem.Network, method, Samples).Thread.Total + 16384);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void WhatIsNoArrayIsSmall(string name)
    {
        var (problem, method) = (Problem(2 * Deep.Length, Deep), Family.Methods[name]);
        TinyProblems.Lift(problem, method);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var objective = TinyProblems.Lift(problem, method);
        var solver = new SequentialSolver(objective);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(solver);
        var predicted = new LiftedFootprint(problem.Network, method, 2 * Deep.Length);

        // Initial weights are drawn into parameters of their own, and plans are sorted and grouped; that does not stay.
        Assert.InRange(allocated - predicted.Blocks.Total, 0, (4 * predicted.Structure.Total) + predicted.Blocks[Footprint.Parameters]);
    }

    [Fact]
    public void TheArraysOfTheBaselineAreThoseThatWerePredicted()
    {
        var problem = Problem(Samples, Widths);
        foreach (var update in (BlockUpdate[])[new Adam(), new GradientDescent(0.1)])
        {
            var sampler = new BatchSampler(Samples, 3, 12, 1);
            var baseline = new Backpropagation(problem, update, sampler, new Initialisation());
            baseline.Step();

            Assert.Equal(Backpropagation.Footprint(problem.Network, update, sampler).Total, ReachableArrays.Bytes(baseline));
        }
    }

    [Fact]
    public void PartsAddUp()
    {
        var sum = Footprint.OfArray<double>("a", 3) + Footprint.Of("b", 5) + (2 * Footprint.OfArray<Real>("a", 1));

        Assert.Equal([("a", 48L + (2 * 32)), ("b", 5L)], sum.Parts);
        Assert.Equal((117, 112, 0), (sum.Total, sum["a"], sum["c"]));
    }

    private static TrainingProblem Problem(int samples, int[] widths) => new(
        Network.Perceptron(widths, PotentialCatalogue.Create("relu"), PotentialCatalogue.Create("identity")), new Ramp(samples, widths[0]), new Ramp(samples, widths[^1]), 1);

    private static long Bytes(Model.Blocks.StateArray array) => Footprint.OfArray<Real>("state", array.Values.Length).Total;

    /// <summary>Numbers that are no buffers: one for every hidden layer.</summary>
    private static long Moves(LiftedObjective objective) => ReachableArrays.Bytes(new double[objective.Problem.Network.Depth - 1]);

    /// <summary>Samples that take no memory.</summary>
    private sealed class Ramp(int rows, int columns) : IRows
    {
        public int Rows => rows;

        public int Columns => columns;

        public void CopyRow(int row, Span<Real> target)
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = (Real)Math.Sin((row * columns) + i);
            }
        }
    }
}
