using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Laws;

/// <summary>The laws of a layer map x = f(z, Θ) = A(Θ)z + … at given parameters, on random activations.</summary>
/// <remarks>Differences are relative to the norms of what is compared, so that they do not depend on the size of the layer.</remarks>
public static class MapLaws
{
    private const int Samples = 3;

    /// <summary>All laws.</summary>
    /// <param name="parameters">Θ, with its map.</param>
    /// <param name="data">Features of the input of the network, which some maps read.</param>
    /// <param name="seed">The seed of the activations.</param>
    public static IReadOnlyList<LawFinding> Of(LayerParameters parameters, int data, long seed = 1)
    {
        List<LawFinding> findings = [AdjointIsExact(parameters, data, seed), NormBoundHolds(parameters, data, seed)];
        if (parameters.Values.Length > 0)
        {
            findings.Add(CorrelationIsTheGradient(parameters, data, seed));
        }

        return findings;
    }

    /// <summary>⟨f(z) − f(z′), e⟩ = ⟨z − z′, A(Θ)ᵀe⟩.</summary>
    public static LawFinding AdjointIsExact(LayerParameters parameters, int data, long seed = 1)
    {
        var (random, map, worst) = (new RandomStream(seed, "adjoint"), parameters.Map, 0.0);
        var forward = ComputeDevice.Host.CreateOperator(map, Samples);
        var read = LawPoints.Points(ref random, Samples, data);
        for (var trial = 0; trial < 2; trial++)
        {
            var (z, other) = (LawPoints.Points(ref random, Samples, map.Inputs), LawPoints.Points(ref random, Samples, map.Inputs));
            var (error, back) = (LawPoints.Points(ref random, Samples, map.Outputs), new Matrix(Samples, map.Inputs));
            var (x, y) = (new Matrix(Samples, map.Outputs), new Matrix(Samples, map.Outputs));
            forward.Apply(new LayerInput(z, read), parameters, x);
            forward.Apply(new LayerInput(other, read), parameters, y);
            forward.ApplyAdjoint(error, parameters, back);
            var left = Wide.Dot(x.Values, error.Values) - Wide.Dot(y.Values, error.Values);
            var right = Wide.Dot(z.Values, back.Values) - Wide.Dot(other.Values, back.Values);
            worst = Math.Max(worst, Relative(left - right, (Wide.Norm(x.Values) + Wide.Norm(y.Values)) * Wide.Norm(error.Values)));
        }

        return new LawFinding("⟨f(z) − f(z′), e⟩ = ⟨z − z′, A(Θ)ᵀe⟩", worst, 16 * Wide.Epsilon);
    }

    /// <summary>
    /// The gradient of ⟨e, f(z, Θ)⟩ in Θ against difference quotients along a random direction, of fourth order: exact for a map that is a polynomial of degree four
    /// in Θ.
    /// </summary>
    public static LawFinding CorrelationIsTheGradient(LayerParameters parameters, int data, long seed = 1)
    {
        const double T = 0.25;
        var (random, map) = (new RandomStream(seed, "gradient"), parameters.Map);
        var forward = ComputeDevice.Host.CreateOperator(map, Samples);
        var input = new LayerInput(LawPoints.Points(ref random, Samples, map.Inputs), LawPoints.Points(ref random, Samples, data));
        var (error, x) = (LawPoints.Points(ref random, Samples, map.Outputs), new Matrix(Samples, map.Outputs));
        var (gradient, moved) = (map.CreateGradient(), map.CreateParameters());
        var spread = Math.Max(Wide.Norm(parameters.Values) / Math.Sqrt(parameters.Values.Length), 1e-3);
        var direction = LawPoints.Point(ref random, parameters.Values.Length, spread);
        forward.Apply(input, parameters, x);
        forward.Correlate(error, input, parameters, gradient);
        var scale = 0.0;
        var quotient = ((8 * (At(T) - At(-T))) - (At(2 * T) - At(-2 * T))) / (12 * T);
        return new LawFinding("Correlate is the gradient of ⟨e, f(z, Θ)⟩ in Θ", Relative(quotient - Wide.Dot(gradient.Values, direction), 6 * scale), 16 * Wide.Epsilon);

        double At(double t)
        {
            VectorKernels.Combine(parameters.Values, (Real)t, direction, moved.Values);
            moved.Pack();
            forward.Apply(input, moved, x);
            scale = Math.Max(scale, Wide.Norm(x.Values) * Wide.Norm(error.Values));
            return Wide.Dot(x.Values, error.Values);
        }
    }

    /// <summary>|A(Θ)d|² ≤ the certified bound, also where power iterations have made d the worst there is.</summary>
    public static LawFinding NormBoundHolds(LayerParameters parameters, int data, long seed = 1)
    {
        var (random, map, worst) = (new RandomStream(seed, "norm"), parameters.Map, 0.0);
        var forward = ComputeDevice.Host.CreateOperator(map, 1);
        var read = new Matrix(1, data);
        var (origin, image) = (new Matrix(1, map.Outputs), new Matrix(1, map.Outputs));
        var direction = LawPoints.Points(ref random, 1, map.Inputs);
        forward.Apply(new LayerInput(new Matrix(1, map.Inputs), read), parameters, origin);
        for (var step = 0; step < 10; step++)
        {
            var norm = Wide.Norm(direction.Values);
            if (!(norm > 0))
            {
                break;
            }

            VectorKernels.Scale(direction.Values, (Real)(1 / norm), direction.Values);
            forward.Apply(new LayerInput(direction, read), parameters, image);
            VectorKernels.Combine(image.Values, -1, origin.Values, image.Values);
            worst = Math.Max(worst, Wide.Dot(image.Values, image.Values));
            forward.ApplyAdjoint(image, parameters, direction);
        }

        var certified = ComputeDevice.Host.CreateWeightBounds(map).Certified(parameters);
        return new LawFinding("|A(Θ)d|² ≤ the certified bound |d|²", worst, certified * (1 + (64 * Wide.Epsilon)));
    }

    private static double Relative(double difference, double scale) => difference == 0 ? 0 : Math.Abs(difference) / scale;
}
