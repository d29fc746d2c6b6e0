using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Architectures;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Tests.Solving;

namespace LiftedActors.Model.Tests.Networks.Structured;

/// <summary>Each architecture against its textbook recursion in double.</summary>
public sealed class NestedForwardTests
{
    private const int Pixels = ArchitectureCases.Height * ArchitectureCases.Width;

    public static TheoryData<string> Unrolled => [.. ArchitectureCases.Words.Where(name => ArchitectureCases.Design(name) is Unrolled)];

    [Theory]
    [InlineData("residual")]
    [InlineData("residual without a stem")]
    public void AResidualNetworkAddsItsBlocks(string name)
    {
        var (network, parameters, input, output) = Predict(name);
        var (design, sigma) = ((Residual)ArchitectureCases.Design(name), ArchitectureCases.Hidden(name));
        for (var sample = 0; sample < input.Rows; sample++)
        {
            var (u, l) = (PotentialCases.Widen(input.Row(sample)), 0);
            if (design.Width != Pixels)
            {
                u = Affine(parameters[l++], u);
            }

            for (var k = 0; k < design.Blocks; k++)
            {
                var z = PotentialCases.ExactProx(sigma, Affine(parameters[l], u), 1);
                var step = Multiply(parameters[l + 1].Tensor(0), design.Width, z);
                u = [.. u.Zip(step, (a, b) => a + b)];
                l += 2;
            }

            AssertClose(Affine(parameters[l], u), output.Row(sample));
            Assert.Equal(network.Depth, l + 1);
        }
    }

    [Theory]
    [MemberData(nameof(Unrolled))]
    public void AnUnrolledNetworkIteratesItsAlgorithm(string name)
    {
        var (_, parameters, input, output) = Predict(name);
        for (var sample = 0; sample < input.Rows; sample++)
        {
            var y = PotentialCases.Widen(input.Row(sample));
            var expected = ArchitectureCases.Design(name) switch
            {
                DualForwardBackward design => Dual(design, name, parameters, y),
                ForwardBackward design => Primal(design, name, parameters, y, _ => 0),
                FastForwardBackward design => Primal(design, name, parameters, y, k => (k - 1.0) / (k + 2)),
                ChambollePock design => PrimalDual(design, name, parameters, y),
                _ => throw new InvalidOperationException(name),
            };
            AssertClose(expected, output.Row(sample));
        }
    }

    private static double[] Dual(DualForwardBackward design, string name, LayerParameters[] parameters, double[] y)
    {
        var u = new double[design.Filters * Pixels];
        for (var k = 0; k < design.Iterations; k++)
        {
            // At u = 0 the first layer needs no synthesis.
            var synthesis = k == 0 ? new double[Pixels] : Synthesise(parameters[k], design, u);
            var residual = Analyse(parameters[k], design, Sum(1, synthesis, -1, y));
            u = PotentialCases.ExactProx(ArchitectureCases.Hidden(name), Sum(1, u, -design.Step, residual), 1);
        }

        return Sum(1, y, -1, Synthesise(parameters[^1], design, u));
    }

    private static double[] Primal(Unrolled design, string name, LayerParameters[] parameters, double[] y, Func<int, double> momentum)
    {
        double[] v = new double[design.Filters * Pixels], before = v;
        for (var k = 1; k <= design.Iterations; k++)
        {
            var ahead = Sum(1 + momentum(k), v, -momentum(k), before);
            var image = k == 1 ? new double[Pixels] : Synthesise(parameters[k - 1], design, ahead);
            var residual = Sum(1, Forward(name, image), -1, y);
            var gradient = Analyse(parameters[k - 1], design, Backward(name, residual));
            (before, v) = (v, PotentialCases.ExactProx(ArchitectureCases.Hidden(name), Sum(1, ahead, -design.Step, gradient), 1));
        }

        return Synthesise(parameters[^1], design, v);
    }

    private static double[] PrimalDual(ChambollePock design, string name, LayerParameters[] parameters, double[] y)
    {
        var x = Backward(name, y);
        var (before, p) = (x, new double[design.Filters * Pixels]);
        for (var k = 0; k < design.Iterations; k++)
        {
            var ahead = Analyse(parameters[2 * k], design, Sum(2, x, -1, before));
            p = PotentialCases.ExactProx(ArchitectureCases.Hidden(name), Sum(1, p, design.Step, ahead), 1);
            var gradient = Sum(1, Backward(name, Sum(1, Forward(name, x), -1, y)), 1, Synthesise(parameters[(2 * k) + 1], design, p));
            (before, x) = (x, Sum(1, x, -design.Step, gradient));
        }

        return x;
    }

    private static (Network Network, LayerParameters[] Parameters, Model.Kernels.Matrix Input, Model.Kernels.Matrix Output) Predict(string name)
    {
        var network = ArchitectureCases.Build(name);
        var parameters = ArchitectureCases.Parameters(network, 3);
        var input = TinyProblems.Gaussian(2, network.Inputs, 4, "input");
        return (network, parameters, input, network.Predict(input, parameters));
    }

    private static double[] Forward(string name, double[] x) => Blurred(name, x, static (blur, from, to) => blur.Apply(from, to));

    private static double[] Backward(string name, double[] x) => Blurred(name, x, static (blur, from, to) => blur.ApplyAdjoint(from, to));

    private static double[] Blurred(string name, double[] x, Action<LinearOperator, Real[], Real[]> apply)
    {
        var result = new Real[Pixels];
        if (!ArchitectureCases.IsBlurred(name))
        {
            return x;
        }

        apply(ArchitectureCases.Blur, [.. x.Select(value => (Real)value)], result);
        return PotentialCases.Widen(result);
    }

    private static double[] Affine(LayerParameters parameters, double[] v) =>
        [.. Multiply(parameters.Tensor(0), parameters.Tensor(1).Length, v).Zip(PotentialCases.Widen(parameters.Tensor(1)), (a, b) => a + b)];

    private static double[] Multiply(ReadOnlySpan<Real> weights, int rows, double[] v)
    {
        var result = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < v.Length; j++)
            {
                result[i] += (double)weights[(i * v.Length) + j] * v[j];
            }
        }

        return result;
    }

    private static double[] Analyse(LayerParameters parameters, Unrolled design, double[] v)
    {
        var filters = parameters.Tensor(0);
        var result = new double[design.Filters * Pixels];
        foreach (var (output, tap, input) in Taps(design))
        {
            result[output] += filters[tap] * v[input];
        }

        return result;
    }

    private static double[] Synthesise(LayerParameters parameters, Unrolled design, double[] code)
    {
        var filters = parameters.Tensor(parameters.Map.Tensors.Length > 1 ? 1 : 0);
        var result = new double[Pixels];
        foreach (var (output, tap, input) in Taps(design))
        {
            result[input] += filters[tap] * code[output];
        }

        return result;
    }

    /// <summary>Every product of the convolution with reflected edges: which code, which weight, which pixel.</summary>
    private static IEnumerable<(int Output, int Tap, int Input)> Taps(Unrolled design)
    {
        const int Height = ArchitectureCases.Height, Width = ArchitectureCases.Width;
        var (side, half) = (design.Kernel, design.Kernel / 2);
        for (var code = 0; code < design.Filters * Pixels; code++)
        {
            var (filter, row, column) = (code / Pixels, code % Pixels / Width, code % Width);
            for (var tap = 0; tap < side * side; tap++)
            {
                var (i, j) = (Reflected(row + (tap / side) - half, Height), Reflected(column + (tap % side) - half, Width));
                yield return (code, (filter * side * side) + tap, (i * Width) + j);
            }
        }
    }

    private static int Reflected(int i, int length) => i < 0 ? -i : i >= length ? (2 * (length - 1)) - i : i;

    private static double[] Sum(double a, double[] x, double b, double[] y) => [.. x.Zip(y, (u, v) => (a * u) + (b * v))];

    private static void AssertClose(double[] expected, ReadOnlySpan<Real> actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1000 * PotentialCases.Epsilon * (1 + Math.Abs(expected[i])));
        }
    }
}
