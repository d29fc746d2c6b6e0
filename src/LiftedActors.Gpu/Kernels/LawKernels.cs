using ILGPU;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Gpu.Kernels;

/// <summary>The passes of a separable potential, compiled from the scalar form of its law.</summary>
internal static class LawKernels
{
    /// <summary>result = prox_{sψ}(weight v).</summary>
    public static void Prox<TLaw>(Index1D i, ArrayView<Real> v, Real weight, Real step, TLaw law, ArrayView<Real> result)
        where TLaw : unmanaged, IScalarLaw => result[i] = law.Prox(weight * v[i], step);

    /// <summary>result = prox_{sψ}(w₁z + w₂x + w₃f); z is not read for w₁ = 0.</summary>
    public static void ProximalGradient<TLaw>(Index1D i, PointViews point, StepWeights weights, TLaw law, ArrayView<Real> result)
        where TLaw : unmanaged, IScalarLaw => result[i] = law.Prox(point.Moved(i, weights), weights.Step);

    /// <summary>As <see cref="ProximalGradient"/>, and the partial sums of (result − z)².</summary>
    public static void MeasuredProximalGradient<TLaw>(PointViews point, StepWeights weights, TLaw law, ArrayView<Real> result, ArrayView<double> partials)
        where TLaw : unmanaged, IScalarLaw
    {
        var sum = 0.0;
        for (var i = GroupSum.First; i < result.IntLength; i += GroupSum.Stride)
        {
            var before = point.Z[i];
            var after = law.Prox(point.Moved(i, weights), weights.Step);
            result[i] = after;
            double move = after - before;
            sum += move * move;
        }

        var total = GroupSum.Add(sum);
        if (Group.IdxX == 0)
        {
            partials[Grid.IdxX] = total;
        }
    }

    /// <summary>e = μ(σ(x) − z), and the partial sums of D_ψ(z, σ(x)) + ½(σ(x) − z)² in double.</summary>
    public static void Error<TLaw>(ErrorViews at, Real weight, TLaw law, ArrayView<double> partials)
        where TLaw : unmanaged, IScalarLaw
    {
        var sum = 0.0;
        for (var i = GroupSum.First; i < at.X.IntLength; i += GroupSum.Stride)
        {
            Real x = at.X[i], z = at.Z[i];
            var activation = law.Prox(x, 1);
            var difference = activation - z;
            at.Error[i] = weight * difference;
            double point = z, s = activation;
            sum += ScalarFunctions.Max(0.0, law.Value(point) - law.Value(s) - ((x - s) * (point - s)) + (0.5 * difference * difference));
        }

        var total = GroupSum.Add(sum);
        if (Group.IdxX == 0)
        {
            partials[Grid.IdxX] = total;
        }
    }

    /// <summary>e = μ(x − z), and the partial sums of ½(x − z)² + ψ(z) − least in double.</summary>
    public static void QuadraticError<TLaw>(ErrorViews at, Real weight, double least, TLaw law, ArrayView<double> partials)
        where TLaw : unmanaged, IScalarLaw
    {
        var sum = 0.0;
        for (var i = GroupSum.First; i < at.X.IntLength; i += GroupSum.Stride)
        {
            Real x = at.X[i], z = at.Z[i];
            var difference = x - z;
            at.Error[i] = weight * difference;
            double point = z;
            sum += ScalarFunctions.Max(0.0, law.Value(point) - least) + (0.5 * difference * difference);
        }

        var total = GroupSum.Add(sum);
        if (Group.IdxX == 0)
        {
            partials[Grid.IdxX] = total;
        }
    }

    /// <summary>e = μσ′(x)(σ(x) − z), and the partial sums of ½(σ(x) − z)² in double.</summary>
    public static void AuxiliaryError<TLaw>(ErrorViews at, Real weight, TLaw law, ArrayView<double> partials)
        where TLaw : unmanaged, IScalarLaw
    {
        var sum = 0.0;
        for (var i = GroupSum.First; i < at.X.IntLength; i += GroupSum.Stride)
        {
            var x = at.X[i];
            var activation = law.Prox(x, 1);
            var difference = activation - at.Z[i];
            at.Error[i] = law.Slope(x, activation) * (weight * difference);
            sum += 0.5 * difference * difference;
        }

        var total = GroupSum.Add(sum);
        if (Group.IdxX == 0)
        {
            partials[Grid.IdxX] = total;
        }
    }
}

/// <summary>The values that a proximal-gradient step reads.</summary>
internal readonly record struct PointViews(ArrayView<Real> Z, ArrayView<Real> X, ArrayView<Real> Feedback)
{
    /// <summary>w₁z + w₂x + w₃f at one place.</summary>
    public Real Moved(int i, StepWeights weights)
    {
        var moved = (weights.X * X[i]) + (weights.Feedback * Feedback[i]);
        return weights.Z == 0 ? moved : (weights.Z * Z[i]) + moved;
    }
}

/// <summary>The weights of a proximal-gradient step and the step of its prox.</summary>
internal readonly record struct StepWeights(Real Z, Real X, Real Feedback, Real Step);

/// <summary>The values of a term: x and z are read, e is written.</summary>
internal readonly record struct ErrorViews(ArrayView<Real> X, ArrayView<Real> Z, ArrayView<Real> Error);
