using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Actors.Tests.Problems;

/// <summary>
/// The host as the most unhelpful device that may queue: it does nothing until a run ends or a number is asked for, and then what the calling thread asked
/// for in its run and nothing else. Whoever reads what another thread has only asked for reads what was there before.
/// </summary>
internal sealed class DeferredDevice : ComputeDevice
{
    [ThreadStatic]
    private static Queue<Action>? _run;

    private readonly Queue<Action> _main = new();

    /// <summary>The runs that ended with something to do.</summary>
    public int Runs { get; private set; }

    public override string KernelPath => Host.KernelPath;

    public override void BeginRun()
    {
        lock (_main)
        {
            Flush(_main);
        }

        _run = new();
    }

    public override void EndRun()
    {
        var run = _run!;
        _run = null;
        Runs += run.Count > 0 ? 1 : 0;
        Flush(run);
    }

    public override DeviceMatrix CreateMatrix(int rows, int columns) => Host.CreateMatrix(rows, columns);

    public override DeviceParameters CreateParameters(LayerMap map) => Host.CreateParameters(map);

    public override DeviceParameters CreateGradient(LayerMap map) => Host.CreateGradient(map);

    public override SpectralBounds CreateSpectralBounds(int rows, int columns) => new Bounds(this, Host.CreateSpectralBounds(rows, columns));

    public override DeviceMatrix Hold(Matrix samples) => Host.Hold(samples);

    public override void Upload(ReadOnlySpan<Real> values, DeviceMatrix target)
    {
        var copy = values.ToArray();
        Defer(() => Host.Upload(copy, target), target);
    }

    public override Real[] Download(DeviceMatrix source) => Now(() => Host.Download(source));

    public override LayerParameters Download(DeviceParameters source) => Now(() => Host.Download(source));

    public override void Gather(DeviceMatrix held, ReadOnlySpan<int> rows, DeviceMatrix target)
    {
        target.Resize(rows.Length);
        var copy = rows.ToArray();
        Defer(() => Host.Gather(held, copy, target), target);
    }

    public override void Apply(DeviceMatrix z, DeviceParameters parameters, DeviceMatrix x)
    {
        x.Resize(z.Rows);
        Defer(() => Host.Apply(z, parameters, x), z, x);
    }

    public override void ApplyAdjoint(DeviceMatrix error, DeviceParameters parameters, DeviceMatrix feedback)
    {
        feedback.Resize(error.Rows);
        Defer(() => Host.ApplyAdjoint(error, parameters, feedback), error, feedback);
    }

    public override void Correlate(DeviceMatrix error, DeviceMatrix z, DeviceParameters gradient) => Defer(() => Host.Correlate(error, z, gradient), error, z);

    public override void Pack(DeviceParameters parameters) => Defer(() => Host.Pack(parameters));

    public override double Error(LayerPenalty penalty, DeviceMatrix x, DeviceMatrix z, DeviceMatrix error)
    {
        error.Resize(x.Rows);
        return Now(() => Host.Error(penalty, x, z, error));
    }

    public override void ProximalGradient(LayerPenalty penalty, ActivationPoint point, double step, DeviceMatrix result)
    {
        result.Resize(point.X.Rows);
        Defer(() => Host.ProximalGradient(penalty, point, step, result), point.Z, point.X, point.Feedback, result);
    }

    public override void Prox(LayerPenalty penalty, double step, DeviceMatrix values) => Defer(() => Host.Prox(penalty, step, values), values);

    public override void Activate(ConvexPotential potential, DeviceMatrix x, DeviceMatrix result)
    {
        result.Resize(x.Rows);
        Defer(() => Host.Activate(potential, x, result), x, result);
    }

    public override void Copy(DeviceMatrix source, DeviceMatrix target) => Defer(() => Host.Copy(source, target), source, target);

    public override void Clear(DeviceMatrix target) => Defer(() => Host.Clear(target), target);

    public override void Scale(DeviceMatrix a, Real weight, DeviceMatrix result, Portion portion) => Defer(() => Host.Scale(a, weight, result, portion), a, result);

    public override void Combine(DeviceMatrix a, Real weight, DeviceMatrix b, DeviceMatrix result, Portion portion) =>
        Defer(() => Host.Combine(a, weight, b, result, portion), a, b, result);

    public override void Shrink(DeviceMatrix values, double threshold, double scale, Portion portion) => Defer(() => Host.Shrink(values, threshold, scale, portion), values);

    public override (double Sum, double Squares) Magnitudes(DeviceMatrix a, Portion portion) => Now(() => Host.Magnitudes(a, portion));

    public override double SquaredDistance(DeviceMatrix a, DeviceMatrix b) => Now(() => Host.SquaredDistance(a, b));

    public override void Adam(DeviceMatrix current, AdamMoments moments, DeviceMatrix next, Portion portion) =>
        Defer(() => Host.Adam(current, moments, next, portion), current, next);

    /// <summary>Puts an operation off; when it is done, the matrices have the rows that they have now.</summary>
    private void Defer(Action operation, params DeviceMatrix[] matrices)
    {
        var rows = matrices.Select(matrix => matrix.Rows).ToArray();
        Queued(queue => queue.Enqueue(() =>
        {
            var before = matrices.Select(matrix => matrix.Rows).ToArray();
            Resize(rows);
            operation();
            Resize(before);
        }));

        void Resize(int[] to)
        {
            for (var i = 0; i < to.Length; i++)
            {
                matrices[i].Resize(to[i]);
            }
        }
    }

    private T Now<T>(Func<T> operation)
    {
        var result = default(T)!;
        Queued(queue =>
        {
            Flush(queue);
            result = operation();
        });
        return result;
    }

    private void Queued(Action<Queue<Action>> action)
    {
        if (_run is { } run)
        {
            action(run);
            return;
        }

        lock (_main)
        {
            action(_main);
        }
    }

    private static void Flush(Queue<Action> queue)
    {
        while (queue.TryDequeue(out var operation))
        {
            operation();
        }
    }

    private sealed class Bounds(DeferredDevice device, SpectralBounds bounds) : SpectralBounds
    {
        public override double Estimate(DeviceMatrix a) => device.Now(() => bounds.Estimate(a));

        public override double Certified(DeviceMatrix a) => device.Now(() => bounds.Certified(a));

        public override void Restart() => device.Defer(bounds.Restart);

        public override Real[] Save() => device.Now(bounds.Save);

        public override void Restore(ReadOnlySpan<Real> start)
        {
            var copy = start.ToArray();
            device.Defer(() => bounds.Restore(copy));
        }
    }
}
