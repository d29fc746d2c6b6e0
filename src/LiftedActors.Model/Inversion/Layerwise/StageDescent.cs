using LiftedActors.Model.Certificates;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Inversion.Layerwise;

/// <summary>
/// The inverse of one stage as the minimiser of a strongly convex function, by accelerated gradient steps: y⁺ = u⁺ + β(u⁺ − u), u⁺ = y − ∇/L, β = (1 − √q)/(1 + √q), q = m/L.
/// </summary>
/// <remarks>
/// |W|² is an estimate; where it was too small the gradient grows, and the iteration starts over from its best point with twice the L. Source: Nesterov 2004, §2.2.
/// </remarks>
internal abstract class StageDescent
{
    private const int Patience = 200;
    private const double Growth = 10;
    private readonly DenseLayer _layer;
    private readonly Real[] _inner;
    private readonly Real[] _point;
    private readonly Real[] _last;
    private readonly Real[] _gradient;
    private readonly double _modulus;
    private double _curvature;

    /// <summary>Creates the descent.</summary>
    /// <param name="layer">The layer σ(W u + b) of the stage.</param>
    /// <param name="data">The data of the stage.</param>
    /// <param name="start">The start.</param>
    /// <param name="modulus">m, the modulus of strong convexity.</param>
    private protected StageDescent(DenseLayer layer, Real[] data, Real[] start, double modulus)
    {
        (_layer, Data, _inner, _modulus) = (layer, data, new Real[layer.Outputs], modulus);
        (_point, _last, _gradient, Best) = ((Real[])start.Clone(), (Real[])start.Clone(), new Real[start.Length], (Real[])start.Clone());
        _curvature = modulus + (layer.Activation.ActivationLipschitz * new SpectralNorm(layer.Outputs, layer.Inputs).Estimate(layer.Weights));
    }

    /// <summary>The point with the shortest gradient.</summary>
    public Real[] Best { get; }

    /// <summary>The data of the stage.</summary>
    private protected Real[] Data { get; }

    /// <summary>The descent for a stage and its data.</summary>
    public static StageDescent For(Stage stage, Real[] data) => stage is PlusResidualBlock block ? new ResidualDescent(block, data) : new DenseDescent((DenseLayer)stage, data);

    /// <summary>Minimises until the gradient is short enough, or falls no more.</summary>
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

    /// <summary>What is added to σ(W u + b) before Wᵀ is applied.</summary>
    private protected abstract void Shift(Span<Real> activation);

    /// <summary>What is added to the gradient after Wᵀ was applied.</summary>
    private protected abstract void Shift(ReadOnlySpan<Real> point, Span<Real> gradient);

    private double Gradient()
    {
        MatrixProduct.Multiply(_layer.Weights, _point, _inner);
        VectorKernels.Combine(_inner, 1, _layer.Bias, _inner);
        _layer.Activation.Activate(_inner, _inner);
        Shift(_inner);
        MatrixProduct.MultiplyTransposed(_layer.Weights, _inner, _gradient);
        Shift(_point, _gradient);
        return Math.Sqrt(VectorKernels.SquaredNorm(_gradient));
    }

    private void Step()
    {
        var root = Math.Sqrt(_modulus / _curvature);
        var (step, momentum) = ((Real)(1 / _curvature), (Real)((1 - root) / (1 + root)));
        for (var i = 0; i < _point.Length; i++)
        {
            var next = _point[i] - (step * _gradient[i]);
            _point[i] = next + (momentum * (next - _last[i]));
            _last[i] = next;
        }
    }

    /// <summary>½|u − f|² + φ*(W u + b), whose minimiser is the inverse of a plus-residual layer at f.</summary>
    private sealed class ResidualDescent(PlusResidualBlock block, Real[] data) : StageDescent(block.Inner, data, data, 1)
    {
        private protected override void Shift(Span<Real> activation)
        {
        }

        private protected override void Shift(ReadOnlySpan<Real> point, Span<Real> gradient)
        {
            VectorKernels.Combine(gradient, 1, point, gradient);
            VectorKernels.Combine(gradient, -1, Data, gradient);
        }
    }

    /// <summary>B(f, W u + b) of a layer whose activation has a slope everywhere.</summary>
    private sealed class DenseDescent(DenseLayer layer, Real[] data) : StageDescent(layer, data, new Real[layer.Inputs], layer.LeastCurvature())
    {
        private protected override void Shift(Span<Real> activation) => VectorKernels.Combine(activation, -1, Data, activation);

        private protected override void Shift(ReadOnlySpan<Real> point, Span<Real> gradient)
        {
        }
    }
}
