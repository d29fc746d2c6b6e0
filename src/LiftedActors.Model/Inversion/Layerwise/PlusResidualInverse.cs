using LiftedActors.Model.Certificates;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Inversion.Layerwise;

/// <summary>
/// The inverse of a chain of plus-residual layers f = u + Wᵀσ(W u + b), layer by layer from the last: u = prox of φ*(W· + b) at f, the minimiser of the 1-strongly convex
/// ½|u − f|² + φ*(W u + b), by accelerated gradient steps. No derivative of σ is taken.
/// </summary>
/// <remarks>
/// q = 1/L with L = 1 + Lip(σ)|W|², momentum (1 − √q)/(1 + √q). |W|² is an estimate; where it was too small the gradient grows, and the iteration starts over from its best point with twice
/// the L. Cost per iteration: 4·in·out. Source: docs/inversion-theorems.md §4; Nesterov 2004, §2.2.
/// </remarks>
public sealed class PlusResidualInverse
{
    private const int Patience = 200;
    private const double Growth = 10;
    private readonly IReadOnlyList<PlusResidualBlock> _blocks;

    /// <summary>Takes the chain over.</summary>
    /// <param name="blocks">The layers from the input on.</param>
    /// <exception cref="ArgumentException">There is no layer, or widths differ.</exception>
    public PlusResidualInverse(IReadOnlyList<PlusResidualBlock> blocks)
    {
        if (blocks.Count == 0 || blocks.Any(block => block.Inputs != blocks[0].Inputs))
        {
            throw new ArgumentException($"Plus-residual layers keep their width; at least one is needed, all of one width, not [{string.Join(", ", blocks.Select(block => block.Inputs))}].", nameof(blocks));
        }

        _blocks = blocks;
    }

    /// <summary>Inverts the chain.</summary>
    /// <param name="data">f.</param>
    /// <param name="tolerance">The length of a gradient that is small enough; where rounding keeps it longer, the iteration ends when it falls no more.</param>
    /// <param name="iterations">The most iterations per layer.</param>
    /// <returns>The points û_0, …, û_K = f, which <see cref="ChainBound"/> takes as they are.</returns>
    /// <exception cref="ArgumentException">The data have another length.</exception>
    public LayerwiseSolution Invert(ReadOnlySpan<Real> data, double tolerance, int iterations = 5000)
    {
        if (data.Length != _blocks[0].Inputs)
        {
            throw new ArgumentException($"The network gives {_blocks[0].Inputs} values, not {data.Length}.", nameof(data));
        }

        var (points, lengths) = (new Real[_blocks.Count + 1][], new double[_blocks.Count]);
        points[^1] = data.ToArray();
        for (var k = _blocks.Count; k >= 1; k--)
        {
            var descent = new Descent(_blocks[k - 1].Inner, points[k]);
            lengths[k - 1] = descent.Run(tolerance, iterations);
            points[k - 1] = descent.Best;
        }

        return new LayerwiseSolution([.. points], [.. lengths]);
    }

    /// <summary>The minimisation of one layer.</summary>
    private sealed class Descent
    {
        private readonly DenseLayer _layer;
        private readonly Real[] _data;
        private readonly Real[] _inner;
        private readonly Real[] _point;
        private readonly Real[] _last;
        private readonly Real[] _gradient;
        private double _curvature;

        public Descent(DenseLayer layer, Real[] data)
        {
            (_layer, _data, _inner) = (layer, data, new Real[layer.Outputs]);
            (_point, _last, _gradient, Best) = ((Real[])data.Clone(), (Real[])data.Clone(), new Real[data.Length], (Real[])data.Clone());
            var squaredNorm = new SpectralNorm(layer.Outputs, layer.Inputs).Estimate(layer.Weights);
            _curvature = 1 + (layer.Activation.ActivationLipschitz * squaredNorm);
        }

        /// <summary>The point with the shortest gradient.</summary>
        public Real[] Best { get; }

        /// <summary>Minimises.</summary>
        /// <returns>The length of the gradient at <see cref="Best"/>, as the precision of values gives it.</returns>
        public double Run(double tolerance, int iterations)
        {
            var (least, sinceBest) = (double.PositiveInfinity, 0);
            for (var k = 0; k < iterations && least > tolerance && sinceBest <= Patience; k++)
            {
                var length = Gradient();
                sinceBest++;
                if (length < least)
                {
                    _point.CopyTo(Best, 0);
                    (least, sinceBest) = (length, 0);
                }
                else if (!(length <= Growth * least))
                {
                    _curvature *= 2;
                    Best.CopyTo(_point, 0);
                    Best.CopyTo(_last, 0);
                    Gradient();
                }

                Step();
            }

            return least;
        }

        private double Gradient()
        {
            MatrixProduct.Multiply(_layer.Weights, _point, _inner);
            VectorKernels.Combine(_inner, 1, _layer.Bias, _inner);
            _layer.Activation.Activate(_inner, _inner);
            MatrixProduct.MultiplyTransposed(_layer.Weights, _inner, _gradient);
            VectorKernels.Combine(_gradient, 1, _point, _gradient);
            VectorKernels.Combine(_gradient, -1, _data, _gradient);
            return Math.Sqrt(VectorKernels.SquaredNorm(_gradient));
        }

        /// <summary>u⁺ = y − g/L, y⁺ = u⁺ + β(u⁺ − u).</summary>
        private void Step()
        {
            var root = Math.Sqrt(1 / _curvature);
            var (step, momentum) = ((Real)(1 / _curvature), (Real)((1 - root) / (1 + root)));
            for (var i = 0; i < _point.Length; i++)
            {
                var next = _point[i] - (step * _gradient[i]);
                _point[i] = next + (momentum * (next - _last[i]));
                _last[i] = next;
            }
        }
    }
}
