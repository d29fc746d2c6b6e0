namespace LiftedActors.Model.Certificates;

/// <summary>
/// How far the output of a network in the precision of values is from that in exact arithmetic: e_ℓ = Lip(σ_ℓ)(|W_ℓ|e_{ℓ−1} + γ_{n+1}(‖|W_ℓ|‖ r_{ℓ−1} + |b_ℓ|)) + 16ε(√n_ℓ + |x_ℓ|), with r_ℓ
/// a bound of the activations. Data that such a run computed are within δ + e_L of N(u†).
/// </summary>
/// <remarks>
/// |W| and ‖|W|‖ are bounded by √(|W|₁|W|_∞) and |W|_F, so that the bound grows with the depth where these do. That an activation is off by 16ε(1 + |x|) at most is a law that every one of them is
/// tested for. Source: Higham 2002, §3.5; docs/inversion-theorems.md §1.
/// </remarks>
public static class ForwardRounding
{
    /// <summary>A bound of |fl(N(u)) − N(u)| for every u with |u| ≤ radius.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="radius">A bound of |u|, such as √n for values in [0, 1].</param>
    public static double Bound(IReadOnlyList<DenseLayer> layers, double radius)
    {
        var (error, size) = (0.0, radius);
        foreach (var layer in layers)
        {
            var (weights, bias, lipschitz) = (Norm(layer), Rounding.Norm(layer.Bias), layer.Activation.ActivationLipschitz);
            var preactivation = (weights * (size + error)) + bias;
            var rounded = Rounding.ValueGamma(layer.Inputs + 1) * preactivation;
            var origin = Origin(layer);
            var features = Math.Sqrt(layer.Outputs);
            var scale = features + ((layer.Activation.IsSeparable ? 1 : features) * (preactivation + rounded));
            error = Rounding.Above((lipschitz * ((weights * error) + rounded)) + (32 * Rounding.ValueUnit * scale), 16);
            size = Rounding.Above(origin + (lipschitz * preactivation), 8);
        }

        return error;
    }

    /// <summary>At least |σ(0)|, from which |σ(x)| ≤ |σ(0)| + Lip|x|.</summary>
    private static double Origin(DenseLayer layer)
    {
        var (zero, value) = (new double[layer.Outputs], new double[layer.Outputs]);
        layer.Activation.ExactProx(zero, 1.0, value);
        return Rounding.Above(Rounding.Norm(value) + (Rounding.Elementary * Math.Sqrt(layer.Outputs)), 2);
    }

    /// <summary>At least the norm of the matrix of |w_ji|.</summary>
    private static double Norm(DenseLayer layer)
    {
        var (frobenius, largestRow, columns) = (0.0, 0.0, new double[layer.Inputs]);
        for (var j = 0; j < layer.Outputs; j++)
        {
            var sum = 0.0;
            var row = layer.Weights.Row(j);
            for (var i = 0; i < columns.Length; i++)
            {
                var magnitude = Math.Abs((double)row[i]);
                sum += magnitude;
                columns[i] += magnitude;
                frobenius += magnitude * magnitude;
            }

            largestRow = Math.Max(largestRow, sum);
        }

        return Rounding.Above(Math.Sqrt(Math.Min(frobenius, largestRow * columns.Max())), ((long)layer.Outputs * layer.Inputs) + 4);
    }
}
