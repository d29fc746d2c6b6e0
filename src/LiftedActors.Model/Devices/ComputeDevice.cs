using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Devices;

/// <summary>
/// Where the values of the blocks lie and where all arithmetic on them is done. The blocks and the updates are the same on every device;
/// they hold handles and never touch a value themselves.
/// </summary>
/// <remarks>
/// <para>An operation may be queued; it sees the results of everything that the same thread called before it, and of all that was called outside
/// of a run or in runs that have ended before its own began, see <see cref="BeginRun"/>. What returns a number
/// or an array has waited for it. Sums that decide something are accumulated in double or as a tree, always in a fixed order, so that a
/// repeated run gives the same bits on the same device.</para>
/// <para>Operations may be called from several threads at once, as long as no two of them write, or one writes and one reads, the same values.
/// Matrices of another device are refused with <see cref="InvalidCastException"/>.</para>
/// </remarks>
public abstract class ComputeDevice
{
    /// <summary>The host: the static kernels of the model.</summary>
    public static ComputeDevice Host { get; } = new CpuDevice();

    /// <summary>Names the device and its kernels; with another name, bits may differ.</summary>
    public abstract string KernelPath { get; }

    /// <summary>The bytes that are still free for values; the largest number where the device does not know.</summary>
    public virtual long AvailableBytes => long.MaxValue;

    /// <summary>
    /// Begins a run of operations of the calling thread, which read nothing that another thread writes meanwhile; a device that queues may let them overlap
    /// with those of other threads.
    /// </summary>
    public virtual void BeginRun()
    {
    }

    /// <summary>Ends the run of the calling thread: what it has written can be read by every thread.</summary>
    public virtual void EndRun()
    {
    }

    /// <summary>Allocates a zero matrix.</summary>
    public abstract DeviceMatrix CreateMatrix(int rows, int columns);

    /// <summary>Allocates one version of Θ, with whatever the products need beside it.</summary>
    /// <exception cref="NotSupportedException">The device has no such layer.</exception>
    public abstract DeviceParameters CreateParameters(LayerMap map);

    /// <summary>Allocates a gradient in Θ, which no product reads.</summary>
    /// <exception cref="NotSupportedException">The device has no such layer.</exception>
    public abstract DeviceParameters CreateGradient(LayerMap map);

    /// <summary>A layer map with the workspace for batches of up to <paramref name="capacity"/> samples.</summary>
    /// <exception cref="NotSupportedException">The device has no such layer.</exception>
    public virtual LayerOperator CreateOperator(LayerMap map, int capacity)
    {
        AsAffine(map);
        return new AffineOperator(this);
    }

    /// <summary>Allocates the workspace of bounds on |A(Θ)|².</summary>
    public virtual WeightBounds CreateWeightBounds(LayerMap map) =>
        new AffineWeightBounds(CreateSpectralBounds(AsAffine(map).Outputs, map.Inputs));

    /// <summary>Allocates the workspace of bounds on |∂f/∂Θ|² for batches of up to <paramref name="capacity"/> samples.</summary>
    public virtual InputBounds CreateInputBounds(LayerMap map, int capacity) =>
        new AffineInputBounds(CreateSpectralBounds(capacity, AsAffine(map).Inputs));

    /// <summary>Allocates the workspace of norm bounds for matrices of up to the given size.</summary>
    public abstract SpectralBounds CreateSpectralBounds(int rows, int columns);

    /// <summary>Samples on the host from which batches will be gathered; nobody writes them any more.</summary>
    public abstract DeviceMatrix Hold(Kernels.Matrix samples);

    /// <summary>Copies values of the host into a matrix.</summary>
    /// <param name="values">As many values as are in use.</param>
    /// <param name="target">Overwritten.</param>
    public abstract void Upload(ReadOnlySpan<Real> values, DeviceMatrix target);

    /// <summary>A copy of the values in use, on the host.</summary>
    public abstract Real[] Download(DeviceMatrix source);

    /// <summary>One version of Θ on the host, with its packed forms; may be the same object, so read it before the owner steps twice.</summary>
    public abstract LayerParameters Download(DeviceParameters source);

    /// <summary>Copies the given rows of held samples; the target takes their number.</summary>
    public abstract void Gather(DeviceMatrix held, ReadOnlySpan<int> rows, DeviceMatrix target);

    /// <summary>x = z Wᵀ + b, as <see cref="Affine.Apply"/>.</summary>
    public abstract void Apply(DeviceMatrix z, DeviceParameters parameters, DeviceMatrix x);

    /// <summary>e W, as <see cref="Affine.ApplyAdjoint"/>.</summary>
    public abstract void ApplyAdjoint(DeviceMatrix error, DeviceParameters parameters, DeviceMatrix feedback);

    /// <summary>(eᵀz, Σ e), as <see cref="Affine.Correlate"/>.</summary>
    public abstract void Correlate(DeviceMatrix error, DeviceMatrix z, DeviceParameters gradient);

    /// <summary>Renews whatever the products need beside W after Θ was written.</summary>
    public abstract void Pack(DeviceParameters parameters);

    /// <summary>As <see cref="LayerPenalty.Error"/>.</summary>
    public abstract double Error(LayerPenalty penalty, DeviceMatrix x, DeviceMatrix z, DeviceMatrix error);

    /// <summary>As <see cref="LayerPenalty.ProximalGradient"/>.</summary>
    public abstract void ProximalGradient(LayerPenalty penalty, ActivationPoint point, double step, DeviceMatrix result);

    /// <summary>values = prox_{gh}(values) for h = μφ, as <see cref="LayerPenalty.Prox"/>.</summary>
    public abstract void Prox(LayerPenalty penalty, double step, DeviceMatrix values);

    /// <summary>σ(x); the result takes the samples of x.</summary>
    public abstract void Activate(ConvexPotential potential, DeviceMatrix x, DeviceMatrix result);

    /// <summary>Copies a matrix to another one of the same size.</summary>
    public abstract void Copy(DeviceMatrix source, DeviceMatrix target);

    /// <summary>Sets every value to zero.</summary>
    public abstract void Clear(DeviceMatrix target);

    /// <summary>result = weight a; the result may be a.</summary>
    public abstract void Scale(DeviceMatrix a, Real weight, DeviceMatrix result, Portion portion);

    /// <summary>result = a + weight b; the result may be either.</summary>
    public abstract void Combine(DeviceMatrix a, Real weight, DeviceMatrix b, DeviceMatrix result, Portion portion);

    /// <summary>values = scale · sgn(values)(|values| − threshold)₊ on a portion.</summary>
    /// <exception cref="NotSupportedException">The device has no such operation.</exception>
    public virtual void Shrink(DeviceMatrix values, double threshold, double scale, Portion portion) =>
        throw new NotSupportedException("This device has no penalty of weights or codes; leave weightDecay, sparsity and codeSparsity out, or train on the CPU.");

    /// <summary>Σ |a| and Σ a² of a portion.</summary>
    /// <exception cref="NotSupportedException">The device has no such operation.</exception>
    public virtual (double Sum, double Squares) Magnitudes(DeviceMatrix a, Portion portion) =>
        throw new NotSupportedException("This device has no penalty of weights or codes; leave weightDecay, sparsity and codeSparsity out, or train on the CPU.");

    /// <summary>Whether <see cref="Dot"/> and <see cref="PullBack"/> are there, which Newton steps need.</summary>
    public virtual bool HasSlopes => false;

    /// <summary>Σ a b.</summary>
    /// <exception cref="NotSupportedException">The device has no such operation.</exception>
    public virtual double Dot(DeviceMatrix a, DeviceMatrix b) => throw new NotSupportedException("This device takes no Newton steps.");

    /// <summary>gradient = ∂σ(x)ᵀ gradient, as <see cref="ConvexPotential.PullBack(Kernels.Matrix, Kernels.Matrix, Kernels.Matrix)"/>.</summary>
    /// <exception cref="NotSupportedException">The device has no such operation.</exception>
    public virtual void PullBack(ConvexPotential potential, DeviceMatrix x, DeviceMatrix s, DeviceMatrix gradient) =>
        throw new NotSupportedException("This device takes no Newton steps.");

    /// <summary>Σ (a − b)².</summary>
    public abstract double SquaredDistance(DeviceMatrix a, DeviceMatrix b);

    /// <summary>The moments take the gradient in; next = current − rate · m / (√v + ε).</summary>
    /// <param name="current">The current point.</param>
    /// <param name="moments">The moments and the numbers of the step.</param>
    /// <param name="next">Holds the gradient; receives the new point.</param>
    /// <param name="portion">The values to move.</param>
    public abstract void Adam(DeviceMatrix current, AdamMoments moments, DeviceMatrix next, Portion portion);

    // Calls for several blocks at once that do not read each other. Here they are made one after the other; a device that can do better does.

    /// <summary>x = f(z, Θ) of several layers.</summary>
    public virtual void Apply(ReadOnlySpan<LayerProduct> products)
    {
        foreach (ref readonly var product in products)
        {
            product.Operator.Apply(product.Input, product.Parameters, product.Result);
        }
    }

    /// <summary>A(Θ)ᵀe of several layers.</summary>
    public virtual void ApplyAdjoint(ReadOnlySpan<LayerProduct> products)
    {
        foreach (ref readonly var product in products)
        {
            product.Operator.ApplyAdjoint(product.Input.Activations, product.Parameters, product.Result);
        }
    }

    /// <summary>The gradients in Θ of several layers.</summary>
    public virtual void Correlate(ReadOnlySpan<LayerCorrelation> correlations)
    {
        foreach (ref readonly var one in correlations)
        {
            one.Operator.Correlate(one.Error, one.Input, one.Parameters, one.Gradient);
        }
    }

    /// <summary>σ(x) of several layers.</summary>
    public virtual void Activate(ReadOnlySpan<ActivationPass> passes)
    {
        foreach (ref readonly var pass in passes)
        {
            Activate(pass.Potential, pass.X, pass.Result);
        }
    }

    /// <summary>The errors and penalties of several terms.</summary>
    /// <param name="passes">The terms.</param>
    /// <param name="penalties">Receives their values.</param>
    public virtual void Error(ReadOnlySpan<PenaltyPass> passes, Span<double> penalties)
    {
        for (var i = 0; i < passes.Length; i++)
        {
            penalties[i] = Error(passes[i].Penalty, passes[i].X, passes[i].Z, passes[i].Error);
        }
    }

    /// <summary>Proximal-gradient steps of several blocks.</summary>
    /// <param name="passes">The steps.</param>
    /// <param name="squaredMoves">Receives |result − z|² of each.</param>
    public virtual void MeasuredProximalGradient(ReadOnlySpan<ProximalPass> passes, Span<double> squaredMoves)
    {
        for (var i = 0; i < passes.Length; i++)
        {
            squaredMoves[i] = MeasuredProximalGradient(passes[i].Penalty, passes[i].Point, passes[i].Step, passes[i].Result);
        }
    }

    /// <summary>Steps of Adam of several blocks.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="squaredMoves">Receives |next − current|² of each.</param>
    public virtual void Adam(ReadOnlySpan<AdamStep> steps, Span<double> squaredMoves)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            squaredMoves[i] = Adam(steps[i].Gradient, steps[i].Current, steps[i].Moments, steps[i].Next);
        }
    }

    // Steps that measure their move. Here they are composed; a device that can do all of it in one pass does.

    /// <summary>As <see cref="ProximalGradient"/>; returns |result − z|².</summary>
    public virtual double MeasuredProximalGradient(LayerPenalty penalty, ActivationPoint point, double step, DeviceMatrix result)
    {
        ProximalGradient(penalty, point, step, result);
        return SquaredDistance(result, point.Z);
    }

    /// <summary>next = origin − step · gradient; returns |next − origin|².</summary>
    /// <param name="gradient">The summands of the gradient, at least one.</param>
    /// <param name="origin">The origin.</param>
    /// <param name="step">The step.</param>
    /// <param name="next">Overwritten; none of the others.</param>
    public virtual double Descend(IReadOnlyList<WeightedMatrix> gradient, DeviceMatrix origin, double step, DeviceMatrix next)
    {
        Sum(gradient, next);
        Combine(origin, (Real)(-step), next, next, Portion.All(next));
        return SquaredDistance(next, origin);
    }

    /// <summary>The moments take the gradient in; next = current − rate · m / (√v + ε); returns |next − current|².</summary>
    /// <param name="gradient">The summands of the gradient, at least one.</param>
    /// <param name="current">The current point.</param>
    /// <param name="moments">The moments and the numbers of the step.</param>
    /// <param name="next">Overwritten; none of the others.</param>
    public virtual double Adam(IReadOnlyList<WeightedMatrix> gradient, DeviceMatrix current, AdamMoments moments, DeviceMatrix next)
    {
        Sum(gradient, next);
        Adam(current, moments, next, Portion.All(next));
        return SquaredDistance(next, current);
    }

    /// <summary>The map as an affine one, which is all that a device beside the host needs to know.</summary>
    /// <exception cref="NotSupportedException">It is another one.</exception>
    protected static Affine AsAffine(LayerMap map) => map as Affine ?? throw new NotSupportedException(
        $"This device has affine layers only, not {Operators.Spelling.KebabCase(map.GetType().Name)}; train the network on the CPU.");

    private void Sum(IReadOnlyList<WeightedMatrix> summands, DeviceMatrix result)
    {
        Scale(summands[0].Matrix, summands[0].Weight, result, Portion.All(result));
        for (var i = 1; i < summands.Count; i++)
        {
            Combine(result, summands[i].Weight, summands[i].Matrix, result, Portion.All(result));
        }
    }
}
