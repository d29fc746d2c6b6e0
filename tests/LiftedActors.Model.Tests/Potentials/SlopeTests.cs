using System.Reflection;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Potentials;

/// <summary>The derivative of a scalar law by its definition.</summary>
public sealed class SlopeTests
{
    public static TheoryData<string, int> Cases => PotentialCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheVectorFormIsTheDefinition(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        if (potential.GetType() is { IsGenericType: true } type)
        {
            typeof(SlopeTests).GetMethod(nameof(Hold), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [potential, word]);
        }
    }

    private static void Hold<TLaw>(Separable<TLaw> potential, string word)
        where TLaw : struct, IScalarLaw
    {
        var random = new RandomStream(1, word);
        foreach (var length in (int[])[1, 3, 8, 21])
        {
            for (var trial = 0; trial < 20; trial++)
            {
                var (x, s, slope) = (PotentialCases.Point(ref random, length, trial % 2 == 0 ? 3 : 0.3), new Real[length], new Real[length]);
                potential.Activate(x, s);
                slope.AsSpan().Fill(1);
                potential.PullBack(x, s, slope, slope);
                for (var i = 0; i < length; i++)
                {
                    var expected = potential.Law.Slope((double)x[i], s[i]);
                    Assert.InRange(expected, 0, potential.ActivationLipschitz * (1 + (8 * PotentialCases.Epsilon)));
                    Assert.Equal(expected, slope[i], 16 * PotentialCases.Epsilon);
                    Assert.Equal(expected, potential.Law.Slope(x[i], s[i]), 16 * PotentialCases.Epsilon);
                }
            }
        }
    }
}
