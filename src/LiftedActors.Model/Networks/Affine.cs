using System.Collections.Immutable;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Networks;

/// <summary>
/// The affine layer map f(z, Θ) = W z + b with its two adjoints, for a batch of samples at a time.
/// </summary>
/// <param name="Inputs">Features in.</param>
/// <param name="Outputs">Features out.</param>
public sealed record Affine(int Inputs, int Outputs) : LayerMap(Inputs, Outputs)
{
    /// <inheritdoc/>
    public override ImmutableArray<ParameterTensor> Tensors { get; } =
        [new("weight", [Outputs, Inputs], Inputs), new("bias", [Outputs], 0)];

    /// <inheritdoc/>
    public override Footprint ParametersFootprint => PackedParameters.Footprint(this);

    /// <inheritdoc/>
    internal override Footprint WeightBoundsFootprint => SpectralNorm.Footprint(Outputs, Inputs);

    /// <inheritdoc/>
    internal override int WeightBoundsState => Inputs;

    /// <inheritdoc/>
    public override PackedParameters CreateParameters() => new(this);

    /// <inheritdoc/>
    public override Parameters CreateGradient() => new(this);

    /// <inheritdoc/>
    internal override LayerOperator CreateOperator(int capacity) => new AffineOperator(ComputeDevice.Host);

    /// <inheritdoc/>
    internal override WeightBounds CreateWeightBounds() => new AffineWeightBounds(new SpectralNorm(Outputs, Inputs));

    /// <inheritdoc/>
    internal override InputBounds CreateInputBounds(int capacity) => new AffineInputBounds(new SpectralNorm(capacity, Inputs));

    /// <inheritdoc/>
    internal override Footprint InputBoundsFootprint(int capacity) => SpectralNorm.Footprint(capacity, Inputs);

    /// <summary>x = z Wᵀ + b. Cost: 2·samples·in·out.</summary>
    /// <param name="z">samples × in.</param>
    /// <param name="parameters">One version of Θ.</param>
    /// <param name="x">Receives samples × out.</param>
    public static void Apply(Matrix z, PackedParameters parameters, Matrix x) => parameters.Forms.Apply(z, parameters.Bias, x);

    /// <summary>The adjoint in the input: e W. Cost: 2·samples·in·out.</summary>
    /// <param name="error">samples × out.</param>
    /// <param name="parameters">One version of Θ.</param>
    /// <param name="feedback">Receives samples × in.</param>
    public static void ApplyAdjoint(Matrix error, PackedParameters parameters, Matrix feedback) =>
        parameters.Forms.ApplyAdjoint(error, feedback);

    /// <summary>The adjoint in the parameters: (eᵀz, Σ e), summed over the samples. Cost: 2·samples·in·out.</summary>
    /// <param name="error">samples × out.</param>
    /// <param name="z">samples × in.</param>
    /// <param name="gradient">Receives the shape of Θ.</param>
    public static void Correlate(Matrix error, Matrix z, Parameters gradient)
    {
        MatrixProduct.MultiplyTransposed(error, z, gradient.Weights);
        VectorKernels.SumRows(error, gradient.Bias);
    }
}
