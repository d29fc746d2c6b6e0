using System.Reflection;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Operators;

public sealed class OperatorLawTests
{
    private static readonly double Epsilon = typeof(Real) == typeof(float) ? 6e-8 : 1.2e-16;

    public static TheoryData<string, int, int> Cases => OperatorCases.All();

    [Fact]
    public void EveryConcreteOperatorIsTested()
    {
        var reached = Cases.SelectMany(row => OperatorCases.Members((string)row[0], (int)row[1], (int)row[2])).Select(member => member.GetType()).ToHashSet();
        var unreached = typeof(OperatorFamily).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(OperatorFamily)) && !type.IsAbstract)
            .Where(type => !reached.Contains(type) && type.GetCustomAttribute<ForwardOperatorAttribute>() is null);
        Assert.Empty(unreached);
        Assert.All(OperatorCatalogue.Words, word => Assert.NotEmpty(OperatorCases.Accepted(word)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheAdjointIsExact(string specification, int height, int width)
    {
        foreach (var member in OperatorCases.Members(specification, height, width))
        {
            for (var trial = 0; trial < 5; trial++)
            {
                var x = Vector("x", trial, member.InputSize);
                var y = Vector("y", trial, member.OutputSize);
                var left = Dot(Apply(member, x), y);
                var right = Dot(x, Adjoint(member, y));
                Assert.Equal(left, right, 8 * Epsilon * Norm(x) * Norm(y));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheMapIsLinear(string specification, int height, int width)
    {
        foreach (var member in OperatorCases.Members(specification, height, width))
        {
            var (x, y) = (Vector("x", 0, member.InputSize), Vector("y", 0, member.InputSize));
            var combined = Apply(member, x.Zip(y, (a, b) => (Real)((2 * a) - (3 * b))).ToArray());
            var (ax, ay) = (Apply(member, x), Apply(member, y));
            for (var i = 0; i < combined.Length; i++)
            {
                Assert.Equal((2 * ax[i]) - (3 * ay[i]), combined[i], 200 * Epsilon);
            }

            Assert.All(Apply(member, new Real[member.InputSize]), value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheNormBoundHoldsAndIsNotIdle(string specification, int height, int width)
    {
        foreach (var member in OperatorCases.Members(specification, height, width))
        {
            var x = Vector("x", 1, member.InputSize);
            var largest = 0.0;
            for (var step = 0; step < 60; step++)
            {
                var ax = Apply(member, x);
                Assert.True(Norm(ax) <= member.NormBound * Norm(x) * (1 + (8 * Epsilon)), $"‖Ax‖/‖x‖ = {Norm(ax) / Norm(x)} > {member.NormBound}");
                largest = Math.Max(largest, Norm(ax) / Norm(x));
                x = Adjoint(member, ax);
                var norm = Norm(x);
                if (norm == 0)
                {
                    break;
                }

                x = Array.ConvertAll(x, value => (Real)(value / norm));
            }

            Assert.True(member.NormBound <= 2 * largest, $"the bound {member.NormBound} is more than twice the norm {largest}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AWrongLengthAndWorkInPlaceAreRefused(string specification, int height, int width)
    {
        foreach (var member in OperatorCases.Members(specification, height, width))
        {
            var data = new Real[member.OutputSize];
            Assert.Throws<ArgumentException>(() => member.Apply(new Real[member.InputSize + 1], data));
            Assert.Throws<ArgumentException>(() => member.ApplyAdjoint(data, new Real[member.InputSize + 1]));
            Assert.Throws<ArgumentException>(() => member.Apply(data, data));
        }
    }

    [Theory]
    [InlineData("gaussian-blur:size=9,sigma=1.5,edges=reflect")]
    [InlineData("gaussian-blur:size=21,sigma=6,edges=circular")]
    [InlineData("uniform-blur:size=5,edges=reflect")]
    [InlineData("uniform-blur:size=21,edges=circular")]
    public void ReflectedAndCircularBlursKeepConstants(string specification)
    {
        foreach (var member in OperatorCases.Members(specification, 7, 11))
        {
            var constant = Enumerable.Repeat((Real)0.7, member.InputSize).ToArray();
            Assert.All(Apply(member, constant), value => Assert.Equal(0.7, value, 8 * Epsilon));
        }
    }

    internal static Real[] Vector(string purpose, int trial, int length)
    {
        var values = new Real[length];
        new RandomStream(trial, purpose).FillGaussian(values, 1);
        return values;
    }

    internal static Real[] Apply(LinearOperator member, Real[] image)
    {
        var result = new Real[member.OutputSize];
        member.Apply(image, result);
        return result;
    }

    private static Real[] Adjoint(LinearOperator member, Real[] data)
    {
        var result = new Real[member.InputSize];
        member.ApplyAdjoint(data, result);
        return result;
    }

    private static double Dot(Real[] x, Real[] y) => x.Zip(y, (a, b) => (double)a * b).Sum();

    private static double Norm(Real[] x) => Math.Sqrt(Dot(x, x));
}
