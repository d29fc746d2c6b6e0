using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Updates;

/// <summary>
/// The Lyapunov function of iPiano, H = F + δ|v − v₋|² with δ = (2 − β)/(2g) − L/2, falls by γ|v − v₋|², γ = (1 − β)/g − L/2, at every step of the heavy ball
/// on a block of a network, without any settlement; it rises where the step is beyond 2(1 − β)/L, the limit at which γ = 0.
/// </summary>
public sealed class HeavyBallTests
{
    private const int Sweeps = 3;
    private static readonly int[] Widths = [2, 4, 3, 2];
    private static readonly double[] Momenta = [0, 0.4, 0.7, 0.95];

    public static TheoryData<string> Words => [.. PotentialCases.TrainableWords];

    /// <summary>The blocks of lifted Bregman, with weakly convex potentials among them; lengths are in shares of (1 − β)/L, so that the limit is 2.</summary>
    [Theory]
    [MemberData(nameof(Words))]
    public void ItFallsInEveryBlock(string word)
    {
        foreach (var (momentum, share) in from momentum in Momenta from share in (double[])[1, 1.9] select (momentum, share))
        {
            var watched = new Watched(new HeavyBall(momentum), share, problem => problem.CertifiedLipschitz) { IsBounded = true };
            Assert.True(Run(watched, new LiftedBregman(2), word) <= 0, $"{word}, β = {momentum}, {share} (1 − β)/L: H rose by {watched.Worst}.");
        }
    }

    /// <summary>f = ½|z₊ − σ(W z + b)|² is not convex, neither in z nor in Θ: iPiano asks for a convex h only. Its L is seen between random points.</summary>
    [Theory]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    [InlineData("softplus")]
    public void ItFallsWhereTheBlockIsNotConvex(string word)
    {
        foreach (var momentum in Momenta)
        {
            var watched = new Watched(new HeavyBall(momentum), 1, problem => 2 * LargestSecant(problem)) { IsBounded = false };
            Assert.True(Run(watched, new MacQp(2), word) <= 0, $"{word}, β = {momentum}: H rose by {watched.Worst}.");
        }
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("relu")]
    [InlineData("soft-threshold")]
    public void ItRisesBeyondTheLimit(string word)
    {
        foreach (var momentum in Momenta)
        {
            // A quadratic is stable up to 2(1 + β)/L, and L is estimated from above: three times that is beyond both.
            var watched = new Watched(new HeavyBall(momentum), 6 * (1 + momentum) / (1 - momentum), problem => problem.Lipschitz) { IsBounded = true };
            Assert.True(Run(watched, new LiftedBregman(2), word) > 1e-3, $"{word}, β = {momentum}: H rose by {watched.Worst} at most.");
        }
    }

    private static double Run(Watched watched, LiftedFormulation formulation, string word)
    {
        var method = new LiftedMethod(formulation, (watched, watched), new BackwardGaussSeidel(), new FullBatch(), shards: 2);
        var solver = new SequentialSolver(TinyProblems.Lift(TinyProblems.Regression(word, 7, 1, Widths), method));
        for (var k = 0; k < Sweeps; k++)
        {
            solver.Step();
        }

        return watched.Worst;
    }

    private static double LargestSecant(BlockProblem problem)
    {
        var (random, largest) = (new RandomStream(1, "secants"), 0.0);
        for (var pair = 0; pair < 24; pair++)
        {
            var (first, second) = (Drawn(), Drawn());
            var distance = PotentialCases.SquaredDistance(PotentialCases.Widen(first.Values), PotentialCases.Widen(second.Values));
            largest = Math.Max(largest, Math.Sqrt(PotentialCases.SquaredDistance(Gradient(first), Gradient(second)) / distance));
        }

        return largest;

        Matrix Drawn()
        {
            var point = new Matrix(problem.Current.Rows, problem.Current.Columns);
            random.FillGaussian(point.Values, 0.5);
            VectorKernels.Combine(point.Values, 1, ((Matrix)problem.Current).Values, point.Values);
            return point;
        }

        double[] Gradient(Matrix point)
        {
            var kept = problem.Current;
            problem.Linearise(point);
            var sum = new double[point.Values.Length];
            foreach (var (weight, matrix) in problem.Gradient)
            {
                var values = ((Matrix)matrix).Values;
                for (var i = 0; i < sum.Length; i++)
                {
                    sum[i] += weight * values[i];
                }
            }

            problem.Linearise(kept);
            return sum;
        }
    }

    /// <summary>Several inertial steps of any length in a block while the others rest, and how much H rose beyond what is promised.</summary>
    private sealed record Watched(HeavyBall Inertial, double Share, Func<BlockProblem, double> Constant) : BlockUpdate
    {
        private const int InnerSteps = 15;

        public double Worst { get; private set; } = double.NegativeInfinity;

        public override UpdateGuarantee Guarantee => UpdateGuarantee.None;

        public override bool Evaluates => true;

        public override bool NeedsLipschitz => IsBounded;

        public override int Moments => Inertial.Moments;

        public override int Workspaces => 1;

        public required bool IsBounded { get; init; }

        public override bool Moves(BlockKind kind) => true;

        public override double Step(BlockProblem problem, UpdateMemory memory)
        {
            var (device, origin, point) = (problem.Device, problem.Current, problem.Workspace[0]);
            memory.Clear();
            device.Copy(origin, point);
            var constant = Constant(problem);
            var (step, momentum) = ((1 - Inertial.Momentum) * Share / constant, Inertial.Momentum);
            var delta = Math.Max(0, ((2 - momentum) / (2 * step)) - (constant / 2));
            var gamma = Math.Max(0, ((1 - momentum) / step) - (constant / 2));
            var (value, squaredMove) = (problem.Linearise(point), 0.0);
            var first = value;
            for (var k = 0; k < InnerSteps && double.IsFinite(value); k++)
            {
                var moved = Inertial.Step(new Stretched(problem, constant / Share), memory);
                device.Copy(problem.Next, point);
                var now = problem.Linearise(point);
                var rise = now + (delta * moved) - value - ((delta - gamma) * squaredMove);
                Worst = Math.Max(Worst, rise - JacobiTests.Slack(Math.Abs(value) + (delta * squaredMove)));
                (value, squaredMove) = (now, moved);
            }

            if (!(value <= first))
            {
                device.Copy(origin, problem.Next);
            }

            return device.SquaredDistance(problem.Next, origin);
        }
    }

    /// <summary>A problem with another Lipschitz constant.</summary>
    private sealed class Stretched : BlockProblem
    {
        private readonly BlockProblem _problem;

        public Stretched(BlockProblem problem, double lipschitz) => (_problem, Lipschitz) = (problem, lipschitz);

        public override double StrongConvexity => _problem.StrongConvexity;

        public override bool IsSmooth => _problem.IsSmooth;

        public override DeviceMatrix Current => _problem.Current;

        public override DeviceMatrix Next => _problem.Next;

        public override IReadOnlyList<WeightedMatrix> Gradient => _problem.Gradient;

        public override void Prox(double step) => _problem.Prox(step);

        public override double ProximalGradient(double step) => _problem.ProximalGradient(step);

        public override void Feasible() => _problem.Feasible();
    }
}
