using LiftedActors.Model.Laws;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Tests.Potentials;

/// <summary>Ψ + λ|·|₁ is a potential as any other, by the laws of all of them.</summary>
public sealed class SparseSumTests
{
    public static TheoryData<string, int> Convex
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (word, variant) in PotentialCases.Trainable.Select(row => ((string)row[0], (int)row[1])))
            {
                if (PotentialCases.Create(word, variant) is { IsSeparable: true, Weakness: 0 })
                {
                    data.Add(word, variant);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Convex))]
    public void ItKeepsTheLaws(string word, int variant)
    {
        foreach (var weight in (double[])[0.03, 0.6])
        {
            Assert.All(PotentialLaws.Of(SparseSum.Of(PotentialCases.Create(word, variant), weight)!), finding => Assert.True(finding.Holds, $"{word}, λ = {weight}: {finding}"));
        }
    }

    [Fact]
    public void WithTheIdentityItIsTheSoftThreshold()
    {
        var (sum, threshold) = (SparseSum.Of(PotentialCatalogue.Create("identity"), 0.3)!, new Separable<SoftThreshold>(new SoftThreshold(0.3)));
        var v = Enumerable.Range(0, 700).Select(i => (Real)(0.01 * (i - 350))).ToArray();
        foreach (var step in (Real[])[(Real)0.25, 1, 3])
        {
            var (left, right) = (new Real[v.Length], new Real[v.Length]);
            sum.Prox(v, step, left);
            threshold.Prox(v, step, right);
            Assert.All(left.Zip(right), pair => Assert.Equal((double)pair.Second, pair.First, 4 * PotentialCases.Epsilon * 4));
        }
    }

    /// <summary>A weakly convex potential at the steps that updates take, s w &lt; 1: no point of a fine grid is better.</summary>
    [Fact]
    public void AWeaklyConvexPotentialHasItToo()
    {
        var firm = PotentialCatalogue.Create("firm-threshold");
        var sum = SparseSum.Of(firm, 0.2)!;
        foreach (var step in (double[])[0.1, 0.5, 0.9])
        {
            for (var v = -4.0; v <= 4; v += 0.37)
            {
                var least = new double[1];
                sum.ExactProx<double>([v], step, least);
                for (var u = -5.0; u <= 5; u += 0.01)
                {
                    Assert.True(Value(least[0]) <= Value(u) + 1e-12, $"v = {v}, s = {step}: {u} is better than {least[0]}.");
                }

                double Value(double u) => (0.5 * (u - v) * (u - v)) + (step * sum.Value<double>([u]));
            }
        }
    }

    [Fact]
    public void WhatIsNotSeparableHasNoClosedForm()
    {
        var (relu, softmax) = (PotentialCatalogue.Create("relu"), PotentialCatalogue.Create("softmax"));
        Assert.Null(SparseSum.Of(softmax, 1));
        Assert.Null(SparseSum.Of(new Partitioned((relu, 2), (softmax, 3)), 1));
        Assert.IsType<Partitioned>(SparseSum.Of(new Partitioned((relu, 2), (relu, 3)), 1));
    }
}
