using LiftedActors.Host.Specs;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Inverting;

/// <summary>Where an inversion begins.</summary>
internal static class Starts
{
    private const int Steps = 200;

    /// <summary>The start of a spec, samples × inputs.</summary>
    /// <exception cref="SpecException">There is no decoder.</exception>
    public static Matrix Of(InversionSpec spec, InvertedModel model, Matrix data) => spec.Start switch
    {
        StartKind.Zero => new Matrix(data.Rows, model.Network.Inputs),
        StartKind.PseudoInverse => PseudoInverse(model, data),
        _ => Decoded(model, data) ?? throw new SpecException(
            spec.Name, "start", "the model has no layers above those that are inverted, and so no decoder; give fewer layers, or start at zero."),
    };

    /// <summary>What the layers above make of the data; null where there are none, or they give no inputs.</summary>
    public static Matrix? Decoded(InvertedModel model, Matrix data) => model.Decoder is { } decoder && decoder.Outputs == model.Network.Inputs
        ? decoder.Predict(data, model.DecoderParameters)
        : null;

    /// <summary>Layer after layer, from the last, the least-squares solution of A z + b = x by conjugate gradients on the normal equations, from zero; activations are taken as the identity.</summary>
    private static Matrix PseudoInverse(InvertedModel model, Matrix data)
    {
        var layers = model.Network.Layers.Zip(model.Parameters, SingleLayer.Of).ToArray();
        var start = new Matrix(data.Rows, model.Network.Inputs);
        for (var row = 0; row < data.Rows; row++)
        {
            var x = data.Row(row).ToArray();
            foreach (var layer in layers.Reverse())
            {
                x = ConjugateGradients(layer, x);
            }

            x.CopyTo(start.Row(row));
        }

        return start;
    }

    private static Real[] ConjugateGradients(SingleLayer layer, Real[] x)
    {
        var (z, residual, image, gradient) = (new Real[layer.Inputs], new Real[x.Length], new Real[x.Length], new Real[layer.Inputs]);
        VectorKernels.Combine(x, -1, layer.Bias, residual);
        layer.Operator.ApplyAdjoint(residual, gradient);
        var direction = gradient.ToArray();
        var (first, squared) = (VectorKernels.SquaredNorm(gradient), VectorKernels.SquaredNorm(gradient));
        for (var k = 0; k < Steps && squared > 1e-8 * first; k++)
        {
            layer.Operator.Apply(direction, image);
            var step = (Real)(squared / VectorKernels.SquaredNorm(image));
            VectorKernels.Combine(z, step, direction, z);
            VectorKernels.Combine(residual, -step, image, residual);
            layer.Operator.ApplyAdjoint(residual, gradient);
            var next = VectorKernels.SquaredNorm(gradient);
            VectorKernels.Combine(gradient, (Real)(next / squared), direction, direction);
            squared = next;
        }

        return z;
    }
}
