namespace LiftedActors.Model.Kernels;

/// <summary>
/// Weights W, out × in, with the packed forms that the products z Wᵀ and e W read, made once per version of W. Where W fits into the
/// first-level cache, e W reads it as it lies: in a deep narrow net it takes longer to write one more form and to bring it back from memory.
/// </summary>
internal sealed class PackedWeights
{
    private readonly Matrix _weights;
    private readonly PackedMatrix _transposed;
    private readonly PackedMatrix? _straight;

    /// <summary>Creates the forms, which are those of W only after <see cref="Pack"/>.</summary>
    /// <param name="weights">W.</param>
    public PackedWeights(Matrix weights)
    {
        var (outputs, inputs) = (weights.Rows, weights.Columns);
        _weights = weights;
        _transposed = new PackedMatrix(inputs, outputs);
        _straight = ProductKernel.Selected.KeepsPacked(outputs, inputs) ? new PackedMatrix(outputs, inputs) : null;
    }

    /// <summary>The memory of the forms.</summary>
    /// <param name="outputs">Rows of W.</param>
    /// <param name="inputs">Columns of W.</param>
    public static Footprint Footprint(int outputs, int inputs) => PackedMatrix.Footprint(Kernels.Footprint.PackedForms, inputs, outputs)
        + (ProductKernel.Selected.KeepsPacked(outputs, inputs) ? PackedMatrix.Footprint(Kernels.Footprint.PackedForms, outputs, inputs) : Kernels.Footprint.Nothing);

    /// <summary>Renews the forms after W was written.</summary>
    public void Pack()
    {
        _transposed.PackTransposed(_weights);
        _straight?.Pack(_weights);
    }

    /// <summary>The panels of Wᵀ.</summary>
    public Matrix TransposedPanels => _transposed.PanelMatrix;

    /// <summary>x = z Wᵀ.</summary>
    public void Apply(Matrix z, Matrix x) => MatrixProduct.Multiply(z, _transposed, x);

    /// <summary>x = z Wᵀ + 1bᵀ.</summary>
    public void Apply(Matrix z, ReadOnlySpan<Real> bias, Matrix x) => MatrixProduct.Multiply(z, _transposed, bias, x);

    /// <summary>e W.</summary>
    public void ApplyAdjoint(Matrix e, Matrix result)
    {
        if (_straight is null)
        {
            MatrixProduct.Multiply(e, _weights, result);
        }
        else
        {
            MatrixProduct.Multiply(e, _straight, result);
        }
    }
}
