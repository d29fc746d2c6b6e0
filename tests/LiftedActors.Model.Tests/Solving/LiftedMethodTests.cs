using LiftedActors.Model.Blocks;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>What does not fit together is refused at the door, with the reason.</summary>
public sealed class LiftedMethodTests
{
    [Fact]
    public void AnUpdateThatCannotMoveABlockIsRefusedByName()
    {
        foreach (var update in Family.Updates)
        {
            var method = () => TinyProblems.Method(new BackwardGaussSeidel(), new ProxLinear(), update, new FullBatch());
            if (update.Moves(BlockKind.Parameters))
            {
                Assert.Equal(update, method().ParameterUpdate);
            }
            else
            {
                Assert.Contains(update.GetType().Name, Assert.Throws<ArgumentException>(method).Message, StringComparison.Ordinal);
            }
        }

        Assert.Contains(Family.Updates, update => !update.Moves(BlockKind.Parameters));
    }

    [Fact]
    public void AScheduleThatStartsAfreshMakesOneSweep()
    {
        foreach (var schedule in Family.Schedules)
        {
            var method = () => TinyProblems.Method(schedule, new ProxLinear(), new Adam(), new ImplicitStochasticGradient(4, sweeps: 2));
            if (schedule.StartsAfresh)
            {
                Assert.Contains("one sweep", Assert.Throws<ArgumentException>(method).Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal(2, method().Outer.Sweeps);
            }
        }
    }

    [Fact]
    public void ASingleSweepLeavesNothingToDelay()
    {
        foreach (var outer in (OuterIteration[])[new FullBatch(), new ImplicitStochasticGradient(4)])
        {
            var method = () => TinyProblems.Method(new BoundedDelay(), new ProxLinear(), new ProxLinear(), outer);
            Assert.Contains("single sweep", Assert.Throws<ArgumentException>(method).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new BoundedDelay(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FullBatch(0));
        Assert.False(TinyProblems.Method(new BoundedDelay(), new ProxLinear(), new ProxLinear(), new FullBatch(2)) is { GuardsActivations: true } or { GuardsParameters: true });
    }

    [Fact]
    public void AProximalStepNeedsTwoSweeps()
    {
        var message = Assert.Throws<ArgumentException>(() => new ImplicitStochasticGradient(8, sweeps: 1, proximalStep: 1)).Message;
        Assert.Contains("proximalStep", message, StringComparison.Ordinal);
        Assert.Equal(1, new ImplicitStochasticGradient(8, sweeps: 2, proximalStep: 1).ProximalStep);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 2, 0)]
    [InlineData(1, 2, -1)]
    [InlineData(1, 2, double.NaN)]
    public void NumbersThatAreNotPositiveAreRefused(int batchSize, int sweeps, double proximalStep)
    {
        var message = Assert.ThrowsAny<ArgumentException>(() => new ImplicitStochasticGradient(batchSize, sweeps, proximalStep)).Message;
        Assert.DoesNotContain("False", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShapesThatDoNotFitAreRefused()
    {
        var (identity, good) = (PotentialCatalogue.Create("identity"), TinyProblems.Gaussian(4, 3, 1, "x"));
        var network = Network.Perceptron([3, 2], identity, identity);
        Assert.Throws<ArgumentException>(() => new TrainingProblem(network, TinyProblems.Gaussian(4, 2, 1, "x"), TinyProblems.Gaussian(4, 2, 1, "y"), 1));
        Assert.Throws<ArgumentException>(() => new TrainingProblem(network, good, TinyProblems.Gaussian(4, 3, 1, "y"), 1));
        Assert.Throws<ArgumentException>(() => new TrainingProblem(network, good, TinyProblems.Gaussian(3, 2, 1, "y"), 1));
        Assert.Throws<ArgumentException>(() => new TrainingProblem(network, TinyProblems.Gaussian(0, 3, 1, "x"), TinyProblems.Gaussian(0, 2, 1, "y"), 1));
    }

    [Fact]
    public void ASavedStateOfAnotherShapeIsRefused()
    {
        var method = TinyProblems.Method(new BackwardGaussSeidel(), new Adam(), new Adam(), new FullBatch());
        var small = TinyProblems.Lift(TinyProblems.Regression("tanh", 6, 1, 2, 3, 2), method);
        var large = TinyProblems.Lift(TinyProblems.Regression("tanh", 6, 1, 2, 4, 2), method);
        var bare = TinyProblems.Lift(
            TinyProblems.Regression("tanh", 6, 1, 2, 3, 2), TinyProblems.Method(new BackwardGaussSeidel(), new ProxLinear(), new ProxLinear(), new FullBatch()));
        Assert.All(small.Parameters, block => Assert.Throws<ArgumentException>(() => block.Restore(large[block.Id].Save())));
        Assert.All(small.Parameters, block => Assert.Contains("moment", Assert.Throws<ArgumentException>(() => block.Restore(bare[block.Id].Save())).Message, StringComparison.Ordinal));
        Assert.All(small.Blocks.OfType<AuxiliaryBlock>(), block => Assert.Throws<ArgumentException>(() => block.Restore(bare[block.Id].Save())));
    }

    [Fact]
    public void ABlockRefusesWorkThatIsNotItsOwn()
    {
        var objective = TinyProblems.Lift(
            TinyProblems.Regression("tanh", 6, 1, 2, 3, 2), TinyProblems.Method(new BackwardGaussSeidel(), new ProxLinear(), new ProxLinear(), new FullBatch()));
        var misplaced = new Grant(0, BlockId.Parameters(1), Work.Forward, 0, [], null);
        Assert.Contains("theta.1", Assert.Throws<InvalidOperationException>(() => objective[BlockId.Parameters(1)].Execute(misplaced, 0, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheWeightOfTheLossIsOne()
    {
        var relu = PotentialCatalogue.Create("relu");
        var network = Network.Perceptron([2, 3, 3, 2], relu, relu);
        Assert.Equal([7.0, 7, 1], Enumerable.Range(1, 3).Select(layer => new LiftedBregman(7).PenaltyOf(layer, network).Weight));
    }
}
