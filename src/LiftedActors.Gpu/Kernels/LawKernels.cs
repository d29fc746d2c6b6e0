using ILGPU;
using LiftedActors.Gpu.Devices;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Gpu.Kernels;

/// <summary>The passes of a separable potential, compiled from the scalar form of its law; each serves a layer, or several of one shape at once.</summary>
internal static class LawKernels
{
    /// <summary>result = prox_{sψ}(weight v).</summary>
    public static void Prox<TMembers, TLaw>(TMembers members, TLaw law)
        where TMembers : struct, IMembers<ProxMember>
        where TLaw : unmanaged, IScalarLaw
    {
        var (v, weight, step, result) = members[Grid.IdxY];
        for (var i = GroupSum.First; i < result.IntLength; i += GroupSum.Stride)
        {
            result[i] = law.Prox(weight * v[i], step);
        }
    }

    /// <summary>result = prox_{sψ}(w₁z + w₂x + w₃f); z is not read for w₁ = 0.</summary>
    public static void ProximalGradient<TLaw>(Index1D i, PointViews point, StepWeights weights, TLaw law, ArrayView<Real> result)
        where TLaw : unmanaged, IScalarLaw => result[i] = law.Prox(point.Moved(i, weights), weights.Step);

    /// <summary>As <see cref="ProximalGradient"/>, and the partial sums of (result − z)².</summary>
    public static void MeasuredProximalGradient<TMembers, TLaw>(TMembers members, TLaw law, ArrayView<double> partials)
        where TMembers : struct, IMembers<ProximalMember>
        where TLaw : unmanaged, IScalarLaw
    {
        var (point, weights, result) = members[Grid.IdxY];
        var sum = 0.0;
        for (var i = GroupSum.First; i < result.IntLength; i += GroupSum.Stride)
        {
            var before = point.Z[i];
            var after = law.Prox(point.Moved(i, weights), weights.Step);
            result[i] = after;
            double move = after - before;
            sum += move * move;
        }

        GroupSum.Keep(GroupSum.Add(sum), partials);
    }

    /// <summary>e = μ(σ(x) − z), and the partial sums of D_ψ(z, σ(x)) + ½(σ(x) − z)² in double.</summary>
    public static void Error<TMembers, TLaw>(TMembers members, TLaw law, ArrayView<double> partials)
        where TMembers : struct, IMembers<ErrorMember>
        where TLaw : unmanaged, IScalarLaw
    {
        var (at, weight, _) = members[Grid.IdxY];
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

        GroupSum.Keep(GroupSum.Add(sum), partials);
    }

    /// <summary>e = μ(x − z), and the partial sums of ½(x − z)² + ψ(z) − least in double.</summary>
    public static void QuadraticError<TMembers, TLaw>(TMembers members, TLaw law, ArrayView<double> partials)
        where TMembers : struct, IMembers<ErrorMember>
        where TLaw : unmanaged, IScalarLaw
    {
        var (at, weight, least) = members[Grid.IdxY];
        var sum = 0.0;
        for (var i = GroupSum.First; i < at.X.IntLength; i += GroupSum.Stride)
        {
            Real x = at.X[i], z = at.Z[i];
            var difference = x - z;
            at.Error[i] = weight * difference;
            double point = z;
            sum += ScalarFunctions.Max(0.0, law.Value(point) - least) + (0.5 * difference * difference);
        }

        GroupSum.Keep(GroupSum.Add(sum), partials);
    }

    /// <summary>e = μσ′(x)(σ(x) − z), and the partial sums of ½(σ(x) − z)² in double.</summary>
    public static void AuxiliaryError<TMembers, TLaw>(TMembers members, TLaw law, ArrayView<double> partials)
        where TMembers : struct, IMembers<ErrorMember>
        where TLaw : unmanaged, IScalarLaw
    {
        var (at, weight, _) = members[Grid.IdxY];
        var sum = 0.0;
        for (var i = GroupSum.First; i < at.X.IntLength; i += GroupSum.Stride)
        {
            var x = at.X[i];
            var activation = law.Prox(x, 1);
            var difference = activation - at.Z[i];
            at.Error[i] = law.Slope(x, activation) * (weight * difference);
            sum += 0.5 * difference * difference;
        }

        GroupSum.Keep(GroupSum.Add(sum), partials);
    }
}

/// <summary>The values that a proximal-gradient step reads.</summary>
internal readonly record struct PointViews(ArrayView<Real> Z, ArrayView<Real> X, ArrayView<Real> Feedback)
{
    /// <summary>The values of a point.</summary>
    public static PointViews Of(ActivationPoint point) =>
        new(((AcceleratorMatrix)point.Z).Values, ((AcceleratorMatrix)point.X).Values, ((AcceleratorMatrix)point.Feedback).Values);

    /// <summary>w₁z + w₂x + w₃f at one place.</summary>
    public Real Moved(int i, StepWeights weights)
    {
        var moved = (weights.X * X[i]) + (weights.Feedback * Feedback[i]);
        return weights.Z == 0 ? moved : (weights.Z * Z[i]) + moved;
    }
}

/// <summary>The weights of a proximal-gradient step and the step of its prox.</summary>
internal readonly record struct StepWeights(Real Z, Real X, Real Feedback, Real Step)
{
    /// <summary>Those of <see cref="LayerPenalty.Combine"/>.</summary>
    public static StepWeights Of(LayerPenalty penalty, double step)
    {
        var (weights, scaled) = penalty.Combine(step);
        return new StepWeights(weights.First, weights.Second, weights.Third, scaled);
    }
}

/// <summary>The values of a term: x and z are read, e is written.</summary>
internal readonly record struct ErrorViews(ArrayView<Real> X, ArrayView<Real> Z, ArrayView<Real> Error);

/// <summary>A prox of one layer: v with its weight is read, the result written.</summary>
internal readonly record struct ProxMember(ArrayView<Real> V, Real Weight, Real Step, ArrayView<Real> Result);

/// <summary>A proximal-gradient step of one layer.</summary>
internal readonly record struct ProximalMember(PointViews Point, StepWeights Weights, ArrayView<Real> Result);

/// <summary>The error and the penalty of one layer, with the weight μ and, where ψ itself enters, its least value.</summary>
internal readonly record struct ErrorMember(ErrorViews At, Real Weight, double Least);
