using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Networks.Structured;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Updates;

/// <summary>What the exact update leaves is the minimiser of the block: a fixed point of the prox-linear step, and where accelerated steps tend to.</summary>
public sealed class ExactTests
{
    private static readonly int[] Widths = [2, 4, 3, 2];

    /// <summary>A gradient is a sum of some dozens of products here; relative to 1 + |v|.</summary>
    private static readonly double Rounding = 100 * PotentialCases.Epsilon;

    public static TheoryData<string> Words => [.. PotentialCases.TrainableWords];

    /// <summary>Without a proximal term a layer of a unit that is never on has more than one minimiser.</summary>
    public static TheoryData<string, double> QuadraticCases
    {
        get
        {
            var data = new TheoryData<string, double>();
            foreach (var word in (string[])["relu", "tanh", "soft-threshold", "identity"])
            {
                data.Add(word, 0.5);
                data.Add(word, double.PositiveInfinity);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(QuadraticCases))]
    public void TheGradientOfARidgeRegressionVanishesToRounding(string word, double proximalStep)
    {
        var update = new Judged(new Exact(), 0);
        Run((new ProxLinear(), update), new PreactivationQuadratic(2), word, proximalStep);
        Assert.True(update.Worst <= Rounding, $"{word}, τ = {proximalStep}: a prox-linear step would go {update.Worst} further.");
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void NoBlockWouldMoveFurther(string word)
    {
        foreach (var formulation in (LiftedFormulation[])[new LiftedBregman(2), new PreactivationQuadratic(2)])
        {
            var update = new Judged(new Exact(), 0);
            Run((update, update), formulation, word, 0.5);
            Assert.True(update.Worst <= Math.Max(1e-6, Rounding), $"{word}, {formulation}: a prox-linear step would go {update.Worst} further.");

            // The measure tells a minimiser from a point that is none.
            var single = new Judged(new Nesterov(1), 0);
            Run((single, single), formulation, word, 0.5);
            Assert.True(single.Worst > 1e-4, $"{word}, {formulation}: one step leaves {single.Worst}.");
        }
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("relu")]
    [InlineData("identity")]
    public void NorWithSparseCodes(string word)
    {
        var update = new Judged(new Exact(), 0);
        Run((update, new ProxLinear()), new LiftedBregman(2), word, 0.5, 0.3);
        Assert.True(update.Worst <= Math.Max(1e-6, Rounding), $"{word}: a prox-linear step would go {update.Worst} further.");
    }

    /// <summary>Maps with a part that no parameter moves, and with tensors in the middle of an expression.</summary>
    [Theory]
    [InlineData("residual")]
    [InlineData("convolutional")]
    [InlineData("pooling between")]
    [InlineData("transposed convolution")]
    public void NorInOtherArchitectures(string name)
    {
        var network = ArchitectureCases.Build(name);
        var problem = new TrainingProblem(network, TinyProblems.Gaussian(6, network.Inputs, 1, "input"), TinyProblems.Gaussian(6, network.Outputs, 2, "target"), 3);
        var update = new Judged(new Exact(), 0);
        var method = new LiftedMethod(new LiftedBregman(2), (update, update), new BackwardGaussSeidel(), new ImplicitStochasticGradient(6, 2, 0.5), shards: 2);
        new SequentialSolver(TinyProblems.Lift(problem, method)).Step();
        Assert.True(update.Worst <= Math.Max(1e-6, Rounding), $"{name}: a prox-linear step would go {update.Worst} further.");
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void ItIsTheLimitOfAcceleratedSteps(string word)
    {
        var update = new Judged(new Exact(), 2000);
        Run((update, update), new LiftedBregman(2), word, 0.5);
        Assert.True(update.Above <= 0, $"{word}: F is {update.Above} above that after many accelerated steps.");
    }

    /// <summary>Inputs of very different sizes: along the small ones a step of length 1/L gets nowhere.</summary>
    [Fact]
    public void ABadlyConditionedRegressionTakesAFewSteps()
    {
        var few = Fitted(new Exact(1e-6, steps: 4));
        var many = Fitted(new Nesterov(400));
        Assert.True(few < 0.5 * many, $"F is {few} after four exact steps, {many} after 400 accelerated ones.");

        static double Fitted(BlockUpdate update)
        {
            var (inputs, targets) = (TinyProblems.Gaussian(12, 3, 1, "input"), TinyProblems.Gaussian(12, 2, 1, "target"));
            for (var row = 0; row < inputs.Rows; row++)
            {
                inputs.Row(row)[1] *= (Real)1e-3;
                targets.Row(row)[0] = (Real)(1e3 * inputs.Row(row)[1]);
                targets.Row(row)[1] = 0;
            }

            var identity = Model.Potentials.PotentialCatalogue.Create("identity");
            var problem = new TrainingProblem(Model.Networks.Network.Perceptron([3, 2], identity, identity), inputs, targets, 1);
            var objective = TinyProblems.Lift(problem, TinyProblems.Method(new BackwardGaussSeidel(), new ProxLinear(), update, new FullBatch()));
            new SequentialSolver(objective).Step();
            return ReferenceObjective.Of(objective, 0);
        }
    }

    private static void Run((BlockUpdate Activations, BlockUpdate Parameters) updates, LiftedFormulation formulation, string word, double proximalStep, double sparsity = 0)
    {
        var method = new LiftedMethod(formulation, updates, new BackwardGaussSeidel(), new ImplicitStochasticGradient(7, 3, proximalStep), shards: 2) with { CodeSparsity = sparsity };
        new SequentialSolver(TinyProblems.Lift(TinyProblems.Regression(word, 7, 1, Widths), method)).Step();
    }

    /// <summary>An update, how far a prox-linear step would go after it relative to 1 + |v|, and how far F is above that of many accelerated steps.</summary>
    private sealed record Judged(AcceleratedUpdate Update, int Accelerated) : BlockUpdate
    {
        public double Worst { get; private set; }

        public double Above { get; private set; } = double.NegativeInfinity;

        public override UpdateGuarantee Guarantee => Update.Guarantee;

        public override bool Evaluates => true;

        public override bool NeedsLipschitz => true;

        public override bool UsesCurvature => Update.UsesCurvature;

        public override int Workspaces => Update.Workspaces;

        public override bool Moves(BlockKind kind) => true;

        public override double Step(BlockProblem problem, UpdateMemory memory)
        {
            var (device, origin, next) = (problem.Device, problem.Current, problem.Next);
            var (lipschitz, before) = (problem.Lipschitz, problem.Value(origin));
            var squaredMove = Update.Step(problem, memory);
            Assert.Equal(squaredMove, PotentialCases.SquaredDistance(PotentialCases.Widen(device.Download(next)), PotentialCases.Widen(device.Download(origin))), 1e3 * PotentialCases.Epsilon * (1 + squaredMove));
            var after = problem.Linearise(next);
            Assert.True(after <= before + JacobiTests.Slack(Math.Abs(before)), $"F rose from {before} to {after}.");

            // L of the problem is an estimate: with a larger one the fixed point is the same.
            var trial = device.CreateMatrix(next.Rows, next.Columns);
            problem.Retarget(trial);
            var further = Math.Sqrt(problem.ProximalGradient(1 / lipschitz) / (1 + device.Dot(next, next)));
            Worst = Math.Max(Worst, further);
            if (Accelerated > 0)
            {
                problem.Linearise(origin);
                problem.Retarget(trial);
                new Nesterov(Accelerated).Step(problem, memory);
                var limit = problem.Value(trial);
                Above = Math.Max(Above, after - limit - JacobiTests.Slack(Math.Abs(before)));
            }

            problem.Linearise(origin);
            problem.Retarget(next);
            return squaredMove;
        }
    }
}
