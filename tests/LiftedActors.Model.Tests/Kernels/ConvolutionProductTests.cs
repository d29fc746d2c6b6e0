using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;

namespace LiftedActors.Model.Tests.Kernels;

/// <summary>The laws of a convolution, its transpose and its gradient, for every kernel and geometry.</summary>
public sealed class ConvolutionProductTests
{
    private const int Samples = 2;

    [Fact]
    public void ApplyAgreesWithTheDefinitionWithAndWithoutABias()
    {
        ForAll((kernel, geometry, random) =>
        {
            var (weights, z) = (Products.Random(random, geometry.Filters, geometry.Patch), Products.Random(random, Samples, geometry.Input.Length));
            var bias = Products.Random(random, 1, geometry.Filters);
            var (plain, biased) = (Soiled(Samples, geometry.Output), Soiled(Samples, geometry.Output));
            var (filters, workspace) = (ConvolutionCases.Packed(kernel, geometry, weights), new ConvolutionWorkspace(kernel, geometry));
            ConvolutionProduct.Apply(filters, z, plain, workspace);
            ConvolutionProduct.Apply(filters, bias.Values, z, biased, workspace);
            for (int sample = 0; sample < Samples; sample++)
            {
                var (values, magnitudes) = ConvolutionCases.Apply(geometry, weights, z.Row(sample));
                for (int i = 0; i < values.Length; i++)
                {
                    double shift = bias.Values[i / geometry.Output.Pixels];
                    ConvolutionCases.AssertNear(values[i], plain.Row(sample)[i], magnitudes[i], geometry.Patch, $"{kernel.Name}, {geometry}, {i}");
                    ConvolutionCases.AssertNear(
                        values[i] + shift, biased.Row(sample)[i], magnitudes[i] + Math.Abs(shift), geometry.Patch, $"{kernel.Name}, {geometry}, {i} with bias");
                }
            }
        });
    }

    [Fact]
    public void TheAdjointIsTheTransposeAndTakesABias()
    {
        ForAll((kernel, geometry, random) =>
        {
            var (weights, e) = (Products.Random(random, geometry.Filters, geometry.Patch), Products.Random(random, Samples, geometry.Output.Length));
            var bias = Products.Random(random, 1, geometry.Input.Channels);
            var (plain, biased) = (Soiled(Samples, geometry.Input), Soiled(Samples, geometry.Input));
            var (filters, workspace) = (ConvolutionCases.Packed(kernel, geometry, weights), new ConvolutionWorkspace(kernel, geometry));
            ConvolutionProduct.ApplyAdjoint(filters, e, plain, workspace);
            ConvolutionProduct.ApplyAdjoint(filters, bias.Values, e, biased, workspace);
            for (int sample = 0; sample < Samples; sample++)
            {
                var (values, magnitudes) = (new double[geometry.Input.Length], new double[geometry.Input.Length]);
                foreach ((int output, int input, int weight) in ConvolutionCases.Entries(geometry))
                {
                    double term = (double)weights.Values[weight] * e.Row(sample)[output];
                    values[input] += term;
                    magnitudes[input] += Math.Abs(term);
                }

                int terms = 9 * geometry.Filters * geometry.Window.Taps;
                for (int i = 0; i < values.Length; i++)
                {
                    double shift = bias.Values[i / geometry.Input.Pixels];
                    ConvolutionCases.AssertNear(values[i], plain.Row(sample)[i], magnitudes[i], terms, $"{kernel.Name}, {geometry}, {i}");
                    ConvolutionCases.AssertNear(
                        values[i] + shift, biased.Row(sample)[i], magnitudes[i] + Math.Abs(shift), terms, $"{kernel.Name}, {geometry}, {i} with bias");
                }
            }
        });
    }

    [Fact]
    public void TheGradientIsTheAdjointInTheWeights()
    {
        ForAll((kernel, geometry, random) =>
        {
            var (e, z) = (Products.Random(random, Samples, geometry.Output.Length), Products.Random(random, Samples, geometry.Input.Length));
            var (expected, magnitudes) = (new double[geometry.Filters * geometry.Patch], new double[geometry.Filters * geometry.Patch]);
            for (int sample = 0; sample < Samples; sample++)
            {
                foreach ((int output, int input, int weight) in ConvolutionCases.Entries(geometry))
                {
                    double term = (double)e.Row(sample)[output] * z.Row(sample)[input];
                    expected[weight] += term;
                    magnitudes[weight] += Math.Abs(term);
                }
            }

            var gradient = new Matrix(geometry.Filters, geometry.Patch);
            gradient.Values.Fill(Real.NaN);
            ConvolutionProduct.Correlate(e, z, gradient, new ConvolutionWorkspace(kernel, geometry));
            for (int i = 0; i < expected.Length; i++)
            {
                ConvolutionCases.AssertNear(
                    expected[i], gradient.Values[i], magnitudes[i], Samples * geometry.Output.Pixels, $"{kernel.Name}, {geometry}, {i}");
            }
        });
    }

    [Fact]
    public void TheThreeProductsAreOneTrilinearForm()
    {
        ForAll((kernel, geometry, random) =>
        {
            var weights = Products.Random(random, geometry.Filters, geometry.Patch);
            var (e, z) = (Products.Random(random, Samples, geometry.Output.Length), Products.Random(random, Samples, geometry.Input.Length));
            var (y, u, gradient) = (Soiled(Samples, geometry.Output), Soiled(Samples, geometry.Input), new Matrix(geometry.Filters, geometry.Patch));
            var (filters, workspace) = (ConvolutionCases.Packed(kernel, geometry, weights), new ConvolutionWorkspace(kernel, geometry));
            ConvolutionProduct.Apply(filters, z, y, workspace);
            ConvolutionProduct.ApplyAdjoint(filters, e, u, workspace);
            ConvolutionProduct.Correlate(e, z, gradient, workspace);
            double form = ConvolutionCases.Dot(e.Values, y.Values), magnitude = Norms(e, y) + Norms(u, z) + Norms(gradient, weights);
            string what = $"{kernel.Name}, {geometry}";
            ConvolutionCases.AssertNear(form, ConvolutionCases.Dot(u.Values, z.Values), magnitude, geometry.Patch, $"⟨Kz, e⟩ = ⟨z, Kᵀe⟩, {what}");
            ConvolutionCases.AssertNear(form, ConvolutionCases.Dot(gradient.Values, weights.Values), magnitude, geometry.Output.Pixels, $"⟨G, W⟩, {what}");
        });
    }

    [Fact]
    public void ASampleHasTheSameBitsAloneAndInABatchWhateverTheWorkspaceHeldBefore()
    {
        ForAll((kernel, geometry, random) =>
        {
            const int samples = 3;
            var filters = ConvolutionCases.Packed(kernel, geometry, Products.Random(random, geometry.Filters, geometry.Patch));
            var (e, z) = (Products.Random(random, samples, geometry.Output.Length), Products.Random(random, samples, geometry.Input.Length));
            var (y, u) = (Soiled(samples, geometry.Output), Soiled(samples, geometry.Input));
            var workspace = new ConvolutionWorkspace(kernel, geometry);
            var nan = Soiled(1, geometry.Input);
            ConvolutionProduct.Apply(filters, nan, Soiled(1, geometry.Output), workspace);
            ConvolutionProduct.ApplyAdjoint(filters, Soiled(1, geometry.Output), nan, workspace);
            ConvolutionProduct.Apply(filters, z, y, workspace);
            ConvolutionProduct.ApplyAdjoint(filters, e, u, workspace);
            for (int sample = 0; sample < samples; sample++)
            {
                var (one, other) = (Soiled(1, geometry.Output), Soiled(1, geometry.Input));
                ConvolutionProduct.Apply(filters, Rows(z, sample, 1), one, workspace);
                ConvolutionProduct.ApplyAdjoint(filters, Rows(e, sample, 1), other, workspace);
                Assert.True(one.Values.SequenceEqual(y.Row(sample)), $"{kernel.Name}, {geometry}");
                Assert.True(other.Values.SequenceEqual(u.Row(sample)), $"{kernel.Name}, {geometry}");
            }
        });
    }

    [Fact]
    public void AGradientDoesNotDependOnWhatTheWorkspaceHeldBefore()
    {
        ForAll((kernel, geometry, random) =>
        {
            var (e, z) = (Products.Random(random, Samples, geometry.Output.Length), Products.Random(random, Samples, geometry.Input.Length));
            var (first, second) = (new Matrix(geometry.Filters, geometry.Patch), new Matrix(geometry.Filters, geometry.Patch));
            var workspace = new ConvolutionWorkspace(kernel, geometry);
            ConvolutionProduct.Correlate(e, z, first, workspace);
            ConvolutionProduct.Correlate(Soiled(1, geometry.Output), Soiled(1, geometry.Input), second, workspace);
            ConvolutionProduct.Correlate(e, z, second, workspace);
            Assert.True(first.Values.SequenceEqual(second.Values), $"{kernel.Name}, {geometry}");
        });
    }

    [Fact]
    public void PlanesAreSummedOverSamplesAndPositions()
    {
        var planes = new PlanesShape(3, 67, 67);
        var e = Products.Random(new Random(5), 4, planes.Length);
        var sums = new Real[3];
        ConvolutionProduct.SumPlanes(e, planes, sums);
        for (int plane = 0; plane < 3; plane++)
        {
            double expected = 0, magnitude = 0;
            for (int sample = 0; sample < 4; sample++)
            {
                foreach (Real value in e.Row(sample).Slice(plane * planes.Pixels, planes.Pixels))
                {
                    expected += value;
                    magnitude += Math.Abs(value);
                }
            }

            ConvolutionCases.AssertNear(expected, sums[plane], magnitude, planes.Pixels, $"plane {plane}");
        }
    }

    private static void ForAll(Action<PlaneKernel, ConvolutionGeometry, Random> law)
    {
        var random = new Random(7);
        foreach ((PlaneKernel kernel, ConvolutionGeometry geometry) in ConvolutionCases.Pairs)
        {
            law(kernel, geometry, random);
        }
    }

    private static double Norms(Matrix a, Matrix b) => Math.Sqrt(VectorKernels.SquaredNorm(a.Values) * VectorKernels.SquaredNorm(b.Values));

    private static Matrix Rows(Matrix source, int first, int count)
    {
        var rows = new Matrix(count, source.Columns);
        source.Values.Slice(first * source.Columns, count * source.Columns).CopyTo(rows.Values);
        return rows;
    }

    private static Matrix Soiled(int samples, PlanesShape shape)
    {
        var matrix = new Matrix(samples, shape.Length);
        matrix.Values.Fill(Real.NaN);
        return matrix;
    }
}
