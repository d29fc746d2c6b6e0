using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Updates;

/// <summary>Every update does what it promises, in every method that the constructors allow; F is evaluated in double by its definition.</summary>
public sealed class UpdateGuaranteeTests
{
    private static readonly int[] Widths = [2, 4, 3, 2];

    public static TheoryData<string> Promising =>
        [.. Family.Methods.Where(entry => Promises(entry.Value, BlockKind.Activations) || Promises(entry.Value, BlockKind.Parameters)).Select(entry => entry.Key)];

    public static TheoryData<string> Words => [.. PotentialCases.TrainableWords];

    public static TheoryData<string> MethodNames => Family.MethodNames;

    [Theory]
    [MemberData(nameof(Promising))]
    public void ASettledStepFallsByWhatItsUpdatePromises(string name) => Observe(Family.Methods[name], Family.Turn(name), 3);

    [Theory]
    [MemberData(nameof(Words))]
    public void ItDoesSoForEveryActivation(string word)
    {
        foreach (var method in Family.Methods.Values.Where(m => m.ActivationUpdate.Guarantee == UpdateGuarantee.Descent && m.GuardsParameters))
        {
            Observe(method, word, 5);
        }
    }

    [Theory]
    [MemberData(nameof(MethodNames))]
    public void WhatIsSettledIsWhatIsPromised(string name)
    {
        var method = Family.Methods[name];

        // An update that evaluates holds itself to its promise.
        Assert.Equal(Promises(method, BlockKind.Activations) && !method.ActivationUpdate.Evaluates, method.GuardsActivations);
        Assert.Equal(Promises(method, BlockKind.Parameters) && !method.ParameterUpdate.Evaluates, method.GuardsParameters);
    }

    [Theory]
    [MemberData(nameof(MethodNames))]
    public void TheOwnPenaltyVanishesWhereThatIsPromised(string name)
    {
        var method = Family.Methods[name];
        if (method.ActivationUpdate.Guarantee != UpdateGuarantee.OwnPenaltyVanishes)
        {
            return;
        }

        var objective = TinyProblems.Lift(TinyProblems.Regression(Family.Turn(name), 7, 1, Widths), method);
        var machine = new GrantMachine(objective);
        for (var k = 0; k < 3; k++)
        {
            machine.Run((_, _) => { }, grant =>
            {
                if (grant is { Work: Work.Step, Block.Kind: BlockKind.Activations })
                {
                    Assert.Equal(0, ReferenceObjective.Term(objective, grant.Block.Layer, grant.Block.Shard, machine.Iteration), 3e2 * PotentialCases.Epsilon);
                }
            });
        }
    }

    /// <summary>A rate far too large: nearly every step is rejected, and replaced by one that falls with certainty.</summary>
    [Theory]
    [MemberData(nameof(Words))]
    public void TheReplacementOfARejectedStepFalls(string word)
    {
        foreach (var schedule in Family.Schedules.Where(schedule => schedule.Descends))
        {
            Observe(TinyProblems.Method(schedule, new Adam(20), new Adam(5), new FullBatch()), word, 5);
        }
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("soft-threshold")]
    public void ARejectedStepTakesItsMemoryBack(string word)
    {
        var method = TinyProblems.Method(new BackwardGaussSeidel(), new Adam(20), new Adam(5), new FullBatch());
        var objective = TinyProblems.Lift(TinyProblems.Regression(word, 7, 1, Widths), method);
        var machine = new GrantMachine(objective);
        BlockState? kept = null;
        var rejected = (Activations: 0, Parameters: 0);
        for (var k = 0; k < 20; k++)
        {
            var before = 0;
            machine.Run((grant, _) =>
            {
                kept = grant.Work == Work.Step ? objective[grant.Block].Save() : kept;
            }, grant =>
            {
                var block = objective[grant.Block];
                before = grant.Work == Work.Step ? block.Report.Rejected : before;
                if (grant.Work != Work.Settle)
                {
                    return;
                }

                var isRejected = block.Report.Rejected > before;
                var now = block.Save();
                Assert.Equal(kept!.Steps + (isRejected ? 0 : 1), now.Steps);
                foreach (var (old, current) in kept.Arrays.Zip(now.Arrays).Where(pair => pair.First.Name.StartsWith("moment", StringComparison.Ordinal)))
                {
                    Assert.True(!isRejected || old.Values.Span.SequenceEqual(current.Values.Span), $"{old.Name} of {grant.Block}");
                }

                rejected.Activations += isRejected && grant.Block.Kind == BlockKind.Activations ? 1 : 0;
                rejected.Parameters += isRejected && grant.Block.Kind == BlockKind.Parameters ? 1 : 0;
            });
        }

        Assert.True(rejected is { Activations: > 0, Parameters: > 0 }, $"The test needs rejected steps of both kinds, not {rejected}.");
    }

    private static bool Promises(LiftedMethod method, BlockKind kind)
    {
        var update = kind == BlockKind.Activations ? method.ActivationUpdate : method.ParameterUpdate;
        return method.Schedule.Descends && update.Guarantee switch
        {
            UpdateGuarantee.Descent => true,
            UpdateGuarantee.DescentOnFullBatch => kind == BlockKind.Activations || method.Outer is FullBatch,
            _ => false,
        };
    }

    private static void Observe(LiftedMethod method, string word, int iterations)
    {
        var objective = TinyProblems.Lift(TinyProblems.Regression(word, 7, 1, Widths), method);
        var machine = new GrantMachine(objective);
        var (step, settled) = (default(PosedStep), 0);
        double[][] anchors = [];
        for (var k = 0; k < iterations; k++)
        {
            anchors = [.. objective.Parameters.Select(block => Values(block.Id))];
            machine.Run((grant, reads) => step = grant.Work is Work.Step or Work.Solve ? Posed(grant.Block, reads) : step, grant =>
            {
                var isLast = grant.Work is Work.Settle or Work.Solve || (grant.Work == Work.Step && grant.Output is ValueKind.Activation or ValueKind.Parameters);
                if (isLast && Promises(method, grant.Block.Kind))
                {
                    Judge(grant.Block);
                    settled++;
                }
            });
        }

        Assert.True(settled > 0);

        double[] Values(BlockId id) => PotentialCases.Widen(objective[id].Standing!.Value.Value switch
        {
            ActivationValue activations => ((Matrix)activations.Values).Values,
            ParameterValue parameters => ((Matrix)parameters.Packed.Flat).Values,
            _ => default,
        });

        double Objective() => ReferenceObjective.Of(objective, machine.Iteration)
            + objective.Parameters.Select((block, l) => PotentialCases.SquaredDistance(Values(block.Id), anchors[l])).Sum() / (2 * method.Outer.ProximalStep);

        PosedStep Posed(BlockId id, BlockValue[] reads)
        {
            if (reads[0] is ActivationValue)
            {
                return new PosedStep(Values(id), Objective(), 0);
            }

            var samples = objective.Sampler.BatchSize(machine.Iteration);
            var (estimated, certified) = id.Kind == BlockKind.Activations
                ? (((FeedbackValue)reads[0]).Curvature, ((FeedbackValue)reads[0]).CertifiedCurvature)
                : (reads.Sum(read => ((SummandValue)read).Curvature) / samples, reads.Sum(read => ((SummandValue)read).CertifiedCurvature) / samples);
            return new PosedStep(Values(id), Objective(), Math.Min(estimated, certified));
        }

        void Judge(BlockId id)
        {
            var isActivation = id.Kind == BlockKind.Activations;
            var update = isActivation ? method.ActivationUpdate : method.ParameterUpdate;
            var scale = isActivation ? objective.Sampler.BatchSize(machine.Iteration) : 1;
            var modulus = isActivation ? method.Formulation.Weight * objective.Problem.Network.Layers[id.Layer - 1].Activation.Modulus : 1 / method.Outer.ProximalStep;
            var required = update.RequiredDecrease(new Probe(step.Lipschitz, modulus), PotentialCases.SquaredDistance(step.Point, Values(id)));
            var decrease = scale * (step.Objective - Objective());
            var tolerance = 300 * PotentialCases.Epsilon * (1 + (scale * step.Objective));
            Assert.True(decrease >= required - tolerance, $"{word}, {id}, iteration {machine.Iteration}: F fell by {decrease}, not by {required}.");
        }
    }

    private readonly record struct PosedStep(double[] Point, double Objective, double Lipschitz);

    /// <summary>The constants of a block's problem, for the promised decrease alone.</summary>
    private sealed class Probe : BlockProblem
    {
        public Probe(double lipschitz, double modulus)
        {
            (Lipschitz, CertifiedLipschitz) = (lipschitz, lipschitz);
            StrongConvexity = modulus;
        }

        public override double StrongConvexity { get; }

        public override DeviceMatrix Current => Matrix.Empty;

        public override DeviceMatrix Next => Matrix.Empty;

        public override IReadOnlyList<WeightedMatrix> Gradient => throw new NotSupportedException();

        public override void Prox(double step) => throw new NotSupportedException();

        public override double ProximalGradient(double step) => throw new NotSupportedException();

        public override void Feasible() => throw new NotSupportedException();
    }
}
