using ILGPU.Runtime;
using LiftedActors.Gpu.Products;

namespace LiftedActors.Gpu.Devices;

/// <summary>
/// A stream of an accelerator, with all that operations use while they run, so that operations in two lanes need not know of each other.
/// One thread at a time queues in a lane.
/// </summary>
internal sealed class AcceleratorLane : IDisposable
{
    /// <summary>Prepares a stream, which is closed with the accelerator.</summary>
    public AcceleratorLane(AcceleratorStream stream, AcceleratorMemory memory, Func<AcceleratorStream, LayerProducts> products)
    {
        Stream = stream;
        Launches = new Launches(stream, memory);
        Norms = new NormLaunches(Launches);
        Steps = new StepLaunches(Launches);
        Products = products(stream);
        Features = new FeatureLaunches(Launches);
        Potentials = new CompiledPotentials(Launches, Features);
        Stacks = new StackLaunches(this);
    }

    /// <summary>Keeps threads apart that queue in the same lane.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The stream.</summary>
    public AcceleratorStream Stream { get; }

    /// <summary>Shapes of launches, and sums.</summary>
    public Launches Launches { get; }

    /// <summary>Norms and column sums.</summary>
    public NormLaunches Norms { get; }

    /// <summary>Steps.</summary>
    public StepLaunches Steps { get; }

    /// <summary>Products of dense matrices.</summary>
    public LayerProducts Products { get; }

    /// <summary>Copies of features.</summary>
    public FeatureLaunches Features { get; }

    /// <summary>Passes of potentials.</summary>
    public CompiledPotentials Potentials { get; }

    /// <summary>Operations of several layers.</summary>
    public StackLaunches Stacks { get; }

    /// <summary>Whether something was queued since the lane was waited for.</summary>
    public bool IsPending { get; set; }

    /// <summary>Waits for all that was queued.</summary>
    public void Wait()
    {
        Stream.Synchronize();
        IsPending = false;
    }

    /// <inheritdoc/>
    public void Dispose() => Products.Dispose();
}
