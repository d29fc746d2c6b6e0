using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Gpu.Products;
using LiftedActors.Model.Devices;

namespace LiftedActors.Gpu.Devices;

/// <summary>
/// The operations of several layers that do not read each other, each as one launch. Every method returns false, and has launched nothing, where the
/// layers are not of one kind and shape. Bits are those of one layer after the other.
/// </summary>
/// <param name="lane">Where they go.</param>
internal sealed class StackLaunches(AcceleratorLane lane)
{
    /// <summary>x = z Wᵀ + b of every layer, or the adjoint e W.</summary>
    public bool Multiply(ReadOnlySpan<LayerProduct> stack, bool isAdjoint)
    {
        var layers = new LayerFactors[stack.Length];
        for (var i = 0; i < stack.Length; i++)
        {
            if (stack[i].Parameters is not AffineParameters theta)
            {
                return false;
            }

            var (left, result) = ((AcceleratorMatrix)stack[i].Input.Activations, (AcceleratorMatrix)stack[i].Result);
            layers[i] = isAdjoint ? new(left, theta.Weights, result) : new(left, theta.Weights, result, theta.Bias);
        }

        if (!AreAlike(layers))
        {
            return false;
        }

        foreach (var (left, _, result, _) in layers)
        {
            result.Resize(left.Rows);
        }

        if (isAdjoint)
        {
            lane.Products.ApplyAdjoint(layers);
        }
        else
        {
            lane.Products.Apply(layers);
        }

        return true;
    }

    /// <summary>(eᵀz, Σ e) of every layer.</summary>
    public bool Correlate(ReadOnlySpan<LayerCorrelation> stack)
    {
        var (layers, sums) = (new LayerFactors[stack.Length], new SumMember[stack.Length]);
        for (var i = 0; i < stack.Length; i++)
        {
            if (stack[i].Gradient is not AffineParameters gradient)
            {
                return false;
            }

            var error = (AcceleratorMatrix)stack[i].Error;
            layers[i] = new LayerFactors(error, (AcceleratorMatrix)stack[i].Input.Activations, gradient.Weights);
            sums[i] = new SumMember(error.Values, gradient.Bias);
        }

        if (!AreAlike(layers) || layers[0].Left.Rows > NormLaunches.MostRowsAtOnce)
        {
            return false;
        }

        lane.Products.Correlate(layers);
        lane.Norms.SumRows(sums, layers[0].Left);
        return true;
    }

    /// <summary>σ(x) of every layer.</summary>
    public bool Activate(ReadOnlySpan<ActivationPass> stack)
    {
        if (!AreAlike(stack, static (one, other) => one.Potential.IsLike(other.Potential) && HaveOneShape(one.X, other.X))
            || lane.Potentials[stack[0].Potential] is not JointLaunches joint)
        {
            return false;
        }

        var members = new ProxMember[stack.Length];
        for (var i = 0; i < stack.Length; i++)
        {
            var (x, result) = ((AcceleratorMatrix)stack[i].X, (AcceleratorMatrix)stack[i].Result);
            result.Resize(x.Rows);
            members[i] = new ProxMember(x.Values, 1, 1, result.Values);
        }

        joint.Prox(members);
        return true;
    }

    /// <summary>The error and the penalty, without its weight, of every layer.</summary>
    public bool Error(ReadOnlySpan<PenaltyPass> stack, Span<double> sums)
    {
        if (!AreAlike(stack, static (one, other) => one.Penalty.GetType() == other.Penalty.GetType() && one.Penalty.Activation.IsLike(other.Penalty.Activation) && HaveOneShape(one.X, other.X))
            || lane.Potentials[stack[0].Penalty.Activation] is not JointLaunches joint
            || joint.ErrorOf(stack[0].Penalty) is not { } kernel)
        {
            return false;
        }

        var members = new ErrorMember[stack.Length];
        for (var i = 0; i < stack.Length; i++)
        {
            var (x, z, error) = ((AcceleratorMatrix)stack[i].X, (AcceleratorMatrix)stack[i].Z, (AcceleratorMatrix)stack[i].Error);
            error.Resize(x.Rows);
            members[i] = JointLaunches.Member(stack[i].Penalty, new ErrorViews(x.Values, z.Values, error.Values), x.Columns);
        }

        lane.Launches.Measure(members, stack[0].X.Length, kernel, sums);
        return true;
    }

    /// <summary>The proximal-gradient step and its squared move of every layer.</summary>
    public bool ProximalGradient(ReadOnlySpan<ProximalPass> stack, Span<double> squaredMoves)
    {
        if (!AreAlike(stack, static (one, other) => one.Penalty.Proximable.IsLike(other.Penalty.Proximable) && HaveOneShape(one.Point.X, other.Point.X))
            || lane.Potentials[stack[0].Penalty.Proximable] is not JointLaunches joint)
        {
            return false;
        }

        var members = new ProximalMember[stack.Length];
        for (var i = 0; i < stack.Length; i++)
        {
            var (point, result) = (stack[i].Point, (AcceleratorMatrix)stack[i].Result);
            result.Resize(point.X.Rows);
            members[i] = new ProximalMember(PointViews.Of(point), StepWeights.Of(stack[i].Penalty, stack[i].Step), result.Values);
        }

        lane.Launches.Measure(members, stack[0].Point.X.Length, joint.Step, squaredMoves);
        return true;
    }

    /// <summary>The step of Adam and its squared move of every layer.</summary>
    public bool Adam(ReadOnlySpan<AdamStep> stack, Span<double> squaredMoves)
    {
        if (!AreAlike(stack, static (one, other) => one.Next.Length == other.Next.Length))
        {
            return false;
        }

        lane.Steps.Adam(stack, squaredMoves);
        return true;
    }

    private static bool HaveOneShape(DeviceMatrix a, DeviceMatrix b) => a.Rows == b.Rows && a.Columns == b.Columns;

    private bool AreAlike(ReadOnlySpan<LayerFactors> layers) => AreAlike(layers, static (one, other) =>
        HaveOneShape(one.Left, other.Left) && HaveOneShape(one.Right, other.Right) && one.Result.Columns == other.Result.Columns);

    /// <summary>Whether all are like the first, and a launch can pass as much as several layers give, which OpenCL does not promise.</summary>
    private bool AreAlike<T>(ReadOnlySpan<T> stack, Func<T, T, bool> alike)
    {
        if (lane.Launches.Accelerator.AcceleratorType == AcceleratorType.OpenCL)
        {
            return false;
        }

        foreach (ref readonly var one in stack)
        {
            if (!alike(stack[0], one))
            {
                return false;
            }
        }

        return true;
    }
}
