using LiftedActors.Model.Kernels;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Networks;

/// <summary>W ~ N(0, scale²/n_in), b = offset: activations keep their size through linear layers.</summary>
/// <remarks>Source: LeCun, Bottou, Orr and Müller 1998.</remarks>
/// <param name="Scale">The factor on the standard deviation.</param>
/// <param name="Offset">The biases.</param>
public sealed record FanIn(double Scale = 1, double Offset = 0) : Initialisation(Scale, Offset);

/// <summary>W ~ N(0, 2 scale²/n_in), b = offset: activations keep their size through layers with rectifiers.</summary>
/// <remarks>Source: He, Zhang, Ren and Sun 2015.</remarks>
/// <param name="Scale">The factor on the standard deviation.</param>
/// <param name="Offset">The biases.</param>
public sealed record He(double Scale = 1, double Offset = 0) : Initialisation(Scale, Offset)
{
    private protected override double Deviation(ParameterTensor tensor) => Math.Sqrt(2.0 / tensor.FanIn);
}

/// <summary>W ~ N(0, 2 scale²/(n_in + n_out)), b = offset: a compromise of activations and feedback.</summary>
/// <remarks>Source: Glorot and Bengio 2010.</remarks>
/// <param name="Scale">The factor on the standard deviation.</param>
/// <param name="Offset">The biases.</param>
public sealed record Xavier(double Scale = 1, double Offset = 0) : Initialisation(Scale, Offset)
{
    private protected override double Deviation(ParameterTensor tensor) => Math.Sqrt(2.0 / (tensor.FanIn + tensor.FanOut));
}

/// <summary>W ~ N(0, deviation²) whatever the size of the layer, and one value for all biases.</summary>
/// <param name="Spread">The standard deviation.</param>
/// <param name="Offset">The biases.</param>
public sealed record Gaussian(double Spread = 0.01, double Offset = 0) : Initialisation(1, Offset)
{
    private protected override double Deviation(ParameterTensor tensor) => Spread;
}

/// <summary>Rows, or columns where there are fewer, of W that are orthogonal and of length scale, by Gram and Schmidt on Gaussian ones; b = offset.</summary>
/// <remarks>Source: Saxe, McClelland and Ganguli 2014.</remarks>
/// <param name="Scale">The length of rows.</param>
/// <param name="Offset">The biases.</param>
public sealed record Orthogonal(double Scale = 1, double Offset = 0) : Initialisation(Scale, Offset)
{
    private protected override void Fill(Span<Real> weights, ParameterTensor tensor, ref RandomStream random)
    {
        random.FillGaussian(weights, 1);
        var (rows, columns) = ((int)(tensor.Length / tensor.FanIn), tensor.FanIn);
        var isWide = rows <= columns;
        var (count, length) = isWide ? (rows, columns) : (columns, rows);
        var vectors = new Matrix(count, length);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < length; j++)
            {
                vectors.Row(i)[j] = isWide ? weights[(i * columns) + j] : weights[(j * columns) + i];
            }

            // Twice, as once leaves the rounding of what was subtracted.
            for (var pass = 0; pass < 2; pass++)
            {
                for (var k = 0; k < i; k++)
                {
                    var along = VectorKernels.Dot(vectors.Row(i), vectors.Row(k));
                    VectorKernels.Combine(vectors.Row(i), (Real)(-along), vectors.Row(k), vectors.Row(i));
                }
            }

            VectorKernels.Scale(vectors.Row(i), (Real)(1 / Math.Sqrt(VectorKernels.SquaredNorm(vectors.Row(i)))), vectors.Row(i));
            for (var j = 0; j < length; j++)
            {
                weights[isWide ? (i * columns) + j : (j * columns) + i] = (Real)Scale * vectors.Row(i)[j];
            }
        }
    }
}
