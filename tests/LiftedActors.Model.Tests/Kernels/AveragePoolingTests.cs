using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;

namespace LiftedActors.Model.Tests.Kernels;

public sealed class AveragePoolingTests
{
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 1, 1, 1, 1 }, { 3, 4, 5, 1 }, { 2, 28, 28, 2 }, { 3, 10, 10, 2 }, { 2, 7, 17, 2 }, { 1, 9, 3, 2 }, { 2, 9, 12, 3 }, { 2, 11, 22, 4 }, { 1, 5, 5, 5 }, { 1, 34, 71, 2 },
    };

    /// <summary>An average is a convolution of every plane by itself.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void ItIsAConvolutionWithEqualWeightsAndItsTranspose(int channels, int height, int width, int side)
    {
        const int samples = 2;
        var geometry = new PoolingGeometry(new PlanesShape(channels, height, width), side);
        var convolution = new ConvolutionGeometry(geometry.Input, channels, new ConvolutionWindow(side, side) { Stride = side });
        Assert.Equal(convolution.Output, geometry.Output);
        var weights = new Matrix(channels, convolution.Patch);
        for (int channel = 0; channel < channels; channel++)
        {
            weights.Row(channel).Slice(channel * side * side, side * side).Fill((Real)1 / (side * side));
        }

        var random = new Random(1);
        var (z, e) = (Products.Random(random, samples, geometry.Input.Length), Products.Random(random, samples, geometry.Output.Length));
        var (y, expected) = (new Matrix(samples, geometry.Output.Length), new Matrix(samples, geometry.Output.Length));
        var (u, transposed) = (new Matrix(samples, geometry.Input.Length), new Matrix(samples, geometry.Input.Length));
        y.Values.Fill(Real.NaN);
        u.Values.Fill(Real.NaN);
        var (filters, workspace) = (new PackedFilters(convolution), new ConvolutionWorkspace(convolution));
        filters.Pack(weights);
        AveragePoolingProduct.Apply(geometry, z, y);
        AveragePoolingProduct.ApplyAdjoint(geometry, e, u);
        ConvolutionProduct.Apply(filters, z, expected, workspace);
        ConvolutionProduct.ApplyAdjoint(filters, e, transposed, workspace);
        Near(expected, y);
        Near(transposed, u);
    }

    [Fact]
    public void ASampleHasTheSameBitsAloneAndInABatch()
    {
        var geometry = new PoolingGeometry(new PlanesShape(3, 7, 19), 2);
        var (z, y, row, one) = (Products.Random(new Random(2), 4, geometry.Input.Length), new Matrix(4, geometry.Output.Length), new Matrix(1, geometry.Input.Length), new Matrix(1, geometry.Output.Length));
        AveragePoolingProduct.Apply(geometry, z, y);
        for (int sample = 0; sample < 4; sample++)
        {
            z.Row(sample).CopyTo(row.Values);
            AveragePoolingProduct.Apply(geometry, row, one);
            Assert.True(one.Values.SequenceEqual(y.Row(sample)));
        }
    }

    [Fact]
    public void TheNormIsAttainedByConstants()
    {
        var geometry = new PoolingGeometry(new PlanesShape(1, 6, 6), 3);
        var (z, y) = (new Matrix(1, 36), new Matrix(1, 4));
        z.Values.Fill(1);
        AveragePoolingProduct.Apply(geometry, z, y);
        Assert.Equal(geometry.SquaredNorm, VectorKernels.SquaredNorm(y.Values) / VectorKernels.SquaredNorm(z.Values), 1e-6);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var shape = new PlanesShape(2, 4, 5);
        Assert.Contains("5 × 5", Assert.Throws<ArgumentException>(() => new PoolingGeometry(shape, 5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PoolingGeometry(shape, 0));
        var geometry = new PoolingGeometry(shape, 2);
        Assert.Throws<ArgumentException>(() => AveragePoolingProduct.Apply(geometry, new Matrix(1, 39), new Matrix(1, 8)));
        Assert.Throws<ArgumentException>(() => AveragePoolingProduct.Apply(geometry, new Matrix(2, 40), new Matrix(1, 8)));
        Assert.Throws<ArgumentException>(() => AveragePoolingProduct.ApplyAdjoint(geometry, new Matrix(1, 8), new Matrix(1, 41)));
    }

    private static void Near(Matrix expected, Matrix actual)
    {
        for (int i = 0; i < expected.Values.Length; i++)
        {
            ConvolutionCases.AssertNear(expected.Values[i], actual.Values[i], 1, 25, $"value {i}");
        }
    }
}
