using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Model.Tests.Inversion;

/// <summary>A u = the first values of u, with products that are too long by three quarters of the bound γ_{n+2}√m|A||u| of their rounding, of n inputs and m outputs; Aᵀ is exact.</summary>
internal sealed class LongSelection(int inputs, int outputs) : LinearOperator(new ImageShape(1, inputs))
{
    private readonly Real _factor = (Real)(1 + (0.75 * (inputs + 2) * Math.Sqrt(outputs) * InversionCases.Epsilon / 2));

    public override int OutputSize => outputs;

    public override double NormBound => 1;

    protected override void ApplyCore(ReadOnlySpan<Real> image, Span<Real> result)
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = _factor * image[i];
        }
    }

    protected override void ApplyAdjointCore(ReadOnlySpan<Real> data, Span<Real> result)
    {
        result.Clear();
        data.CopyTo(result);
    }
}
