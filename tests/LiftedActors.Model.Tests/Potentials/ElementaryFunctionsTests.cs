using System.Numerics;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Potentials;

/// <summary>The functions on lanes, held to the scalar ones in double within the stated bounds.</summary>
public sealed class ElementaryFunctionsTests
{
    private const double Bound = 8;

    [Fact]
    public void TanhIsWithinItsBound() => Hold(ElementaryFunctions.Tanh, Math.Tanh);

    [Fact]
    public void ExpMinusOneIsWithinItsBound() =>
        Hold(x => ElementaryFunctions.ExpM1(-Vector.Abs(x)), x => ElementaryFunctions.ExpM1(-Math.Abs(x)));

    [Fact]
    public void TheLogarithmIsWithinItsBound() =>
        Hold(x => ElementaryFunctions.LogP1(Vector.Abs(x)), x => ElementaryFunctions.LogP1(Math.Abs(x)));

    [Fact]
    public void TheLogisticFunctionIsWithinItsBound() =>
        Hold(ElementaryFunctions.Logistic, x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)));

    /// <summary>An identity of the scalar forms, as they are what the others are held to: eˣ − 1 inverts log(1 + y), also where both are tiny.</summary>
    [Fact]
    public void TheScalarFormsInvertEachOther()
    {
        foreach (var y in (double[])[-0.9, -0.5, -0.1, -1e-3, -1e-8, -1e-17, -1e-300])
        {
            Assert.Equal(1, ElementaryFunctions.ExpM1(ElementaryFunctions.LogP1(y)) / y, 1e-15);
        }
    }

    [Fact]
    public void ExtremesAndWhatIsNotANumberKeepTheirMeaning()
    {
        foreach (var (x, tanh, logistic) in (IEnumerable<(double, double, double)>)[(1e4, 1, 1), (-1e4, -1, 0), (0, 0, 0.5), (double.PositiveInfinity, 1, 1)])
        {
            Assert.Equal(tanh, ElementaryFunctions.Tanh(new Vector<double>(x))[0]);
            Assert.Equal(logistic, ElementaryFunctions.Logistic(new Vector<double>(x))[0]);
        }

        var none = new Vector<double>(double.NaN);
        Assert.All(
            [ElementaryFunctions.Tanh(none), ElementaryFunctions.Logistic(none), ElementaryFunctions.LogP1(none), ElementaryFunctions.ExpM1(none)],
            result => Assert.True(double.IsNaN(result[0])));
    }

    /// <summary>Also beside what is out of range or not a number: a tail has the bits of a body.</summary>
    [Fact]
    public void ALaneDoesNotDependOnItsNeighbours()
    {
        var random = new RandomStream(10, "lanes");
        Span<double> x = stackalloc double[Vector<double>.Count];
        foreach (var neighbour in (double[])[0, -709, 710, -1e5, double.NaN, double.NegativeInfinity])
        {
            for (var trial = 0; trial < 200; trial++)
            {
                x.Fill(neighbour);
                x[^1] = 3 * random.Gaussian();
                foreach (var function in (Func<Vector<double>, Vector<double>>[])[ElementaryFunctions.Tanh, ElementaryFunctions.Logistic])
                {
                    Assert.Equal(function(new Vector<double>(x[^1]))[0], function(new Vector<double>(x))[x.Length - 1]);
                }
            }
        }
    }

    /// <summary>What the activations give in the precision of values: half a unit for the rounding and a hundredth for the rest, in single.</summary>
    [Theory]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    [InlineData("softplus")]
    [InlineData("elu")]
    public void AnActivationIsWithinItsBoundInThePrecisionOfValues(string word)
    {
        var potential = PotentialCatalogue.Create(word);
        var random = new RandomStream(9, word);
        var (x, s) = (new Real[4000], new Real[4000]);
        random.FillGaussian(x, 1);
        foreach (ref var value in x.AsSpan())
        {
            value *= (Real)Math.Pow(10, (8 * random.Uniform()) - 7);
        }

        potential.Activate(x, s);
        var expected = PotentialCases.ExactProx(potential, PotentialCases.Widen(x), 1);
        for (var i = 0; i < x.Length; i++)
        {
            var unit = Math.Max((double)Real.BitIncrement((Real)Math.Abs(expected[i])) - Math.Abs((Real)expected[i]), 1e-300);
            Assert.True(
                Math.Abs(s[i] - expected[i]) <= (sizeof(Real) == sizeof(float) ? 0.51 : Bound) * unit, $"{word}: {s[i]} instead of {expected[i]} at {x[i]}");
        }
    }

    private static void Hold(Func<Vector<double>, Vector<double>> actual, Func<double, double> expected)
    {
        var random = new RandomStream(8, "lanes");
        Span<double> x = stackalloc double[Vector<double>.Count];
        for (var trial = 0; trial < 4000; trial++)
        {
            foreach (ref var lane in x)
            {
                lane = random.Gaussian() * Math.Pow(10, (12 * random.Uniform()) - 10);
            }

            var result = actual(new Vector<double>(x));
            for (var i = 0; i < x.Length; i++)
            {
                var exact = expected(x[i]);
                var unit = Math.BitIncrement(Math.Abs(exact)) - Math.Abs(exact);
                Assert.True(Math.Abs(result[i] - exact) <= Bound * unit, $"{result[i]} instead of {exact} at {x[i]}: {Math.Abs(result[i] - exact) / unit} units");
            }
        }
    }
}
