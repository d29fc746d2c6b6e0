using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;
using Xunit.Abstractions;

namespace LiftedActors.Model.Tests.Solving;

public class Smoke(ITestOutputHelper output)
{
    [Fact]
    public void Run()
    {
        foreach (var act in new[] { "relu", "soft-threshold", "tanh", "sigmoid", "box", "leaky-relu", "softmax" })
            foreach (var schedule in new Schedule[] { new BackwardGaussSeidel(), new ThreeColour() })
                foreach (var (a, p) in new (BlockUpdate, BlockUpdate)[] { (new ProxLinear(), new ProxLinear()), (new Adam(0.01), new Adam(0.01)) })
                {
                    var o = TinyProblems.Lift(TinyProblems.Regression(act), TinyProblems.Method(schedule, a, p, new FullBatch()));
                    var s = new SequentialSolver(o);
                    var line = "";
                    int rej = 0;
                    for (var i = 0; i < 200; i++) { var r = s.Step(); rej += r.Rejected; if (i % 40 == 0) line += $"{r.Objective:g5}({rej}) "; }
                    output.WriteLine($"{act} {schedule} {a}: {line}");
                }
        foreach (var (a, J, sch) in new (BlockUpdate, int, Schedule)[] { (new FixedPoint(), 1, new OneSweep()), (new ProxLinear(), 1, new OneSweep()), (new ProxLinear(), 4, new ThreeColour()) })
        {
            var o = TinyProblems.Lift(TinyProblems.Regression("soft-threshold", 40), TinyProblems.Method(sch, a, new Adam(0.01), new ImplicitStochasticGradient(8, J, J == 1 ? double.PositiveInfinity : 1), 10));
            var s = new SequentialSolver(o);
            var line = "";
            for (var i = 0; i < 500; i++) { var r = s.Step(); if (i % 50 == 0) line += $"{r.Loss:g5} "; }
            output.WriteLine($"{sch} {a}: {line}");
        }
    }
}
