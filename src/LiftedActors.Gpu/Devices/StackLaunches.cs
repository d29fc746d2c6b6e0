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
        if (lane.Potentials[stack[0].Potential] is not JointLaunches joint)
        {
            return false;
        }

        var first = stack[0].X;
        foreach (ref readonly var pass in stack)
        {
            if (!(stack[0].Potential.IsLike(pass.Potential) && HaveOneShape(pass.X, first)))
            {
                return false;
            }
        }

        var members = new ProxMember[stack.Length];
        for (var i = 0; i < stack.Length; i++)
        {
            var (x, result) = ((AcceleratorMatrix)stack[i].X, (AcceleratorMatrix)stack[i].Result);
            result.Resize(x.Rows);
            members[i] = new ProxMember(x.Values, result.Values);
        }

        joint.Prox(members, 1, 1);
        return true;
    }

    /// <summary>The error and the penalty, without its weight, of every layer.</summary>
    public bool Error(ReadOnlySpan<PenaltyPass> stack, Span<double> sums)
    {
        var (penalty, first) = (stack[0].Penalty, stack[0].X);
        if (lane.Potentials[penalty.Activation] is not JointLaunches joint || joint.ErrorOf(penalty, first.Columns) is not { } kernel)
        {
            return false;
        }

        foreach (ref readonly var pass in stack)
        {
            if (!(pass.Penalty.GetType() == penalty.GetType() && penalty.Activation.IsLike(pass.Penalty.Activation) && HaveOneShape(pass.X, first)))
            {
                return false;
            }
        }

        var members = new ErrorMember[stack.Length];
        for (var i = 0; i < stack.Length; i++)
        {
            var (x, z, error) = ((AcceleratorMatrix)stack[i].X, (AcceleratorMatrix)stack[i].Z, (AcceleratorMatrix)stack[i].Error);
            error.Resize(x.Rows);
            members[i] = new ErrorMember(new ErrorViews(x.Values, z.Values, error.Values), (Real)stack[i].Penalty.Weight);
        }

        lane.Launches.Measure(members, first.Length, kernel, sums);
        return true;
    }

    /// <summary>The proximal-gradient step and its squared move of every layer.</summary>
    public bool ProximalGradient(ReadOnlySpan<ProximalPass> stack, Span<double> squaredMoves)
    {
        if (lane.Potentials[stack[0].Penalty.Proximable] is not JointLaunches joint)
        {
            return false;
        }

        var first = stack[0].Point.X;
        foreach (ref readonly var pass in stack)
        {
            if (!(stack[0].Penalty.Proximable.IsLike(pass.Penalty.Proximable) && HaveOneShape(pass.Point.X, first)))
            {
                return false;
            }
        }

        var members = new ProximalMember[stack.Length];
        for (var i = 0; i < stack.Length; i++)
        {
            var (point, result) = (stack[i].Point, (AcceleratorMatrix)stack[i].Result);
            result.Resize(point.X.Rows);
            members[i] = new ProximalMember(PointViews.Of(point), StepWeights.Of(stack[i].Penalty, stack[i].Step), result.Values);
        }

        lane.Launches.Measure(members, first.Length, joint.Step, squaredMoves);
        return true;
    }

    /// <summary>The step of Adam and its squared move of every layer.</summary>
    public bool Adam(ReadOnlySpan<AdamStep> stack, Span<double> squaredMoves)
    {
        foreach (ref readonly var step in stack)
        {
            if (step.Next.Length != stack[0].Next.Length)
            {
                return false;
            }
        }

        lane.Steps.Adam(stack, squaredMoves);
        return true;
    }

    private static bool AreAlike(ReadOnlySpan<LayerFactors> layers)
    {
        var first = layers[0];
        foreach (ref readonly var layer in layers)
        {
            if (!(HaveOneShape(layer.Left, first.Left) && HaveOneShape(layer.Right, first.Right) && layer.Result.Columns == first.Result.Columns))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HaveOneShape(DeviceMatrix a, DeviceMatrix b) => a.Rows == b.Rows && a.Columns == b.Columns;
}
