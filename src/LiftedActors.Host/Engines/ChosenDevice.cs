using LiftedActors.Actors;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Engines;

/// <summary>The device that holds the values of a run; closed with this.</summary>
public sealed class ChosenDevice : IDisposable
{
    private ChosenDevice(ComputeDevice device, string because) =>
        (Device, Description) = (device, $"device {(device == ComputeDevice.Host ? "cpu" : "gpu")}: {device.KernelPath}{because}");

    /// <summary>The words that a device may be chosen by.</summary>
    public static IReadOnlyList<string> Words { get; } = ["cpu", "gpu", "auto"];

    /// <summary>What a run may do where a GPU fails: end, or go on from its last checkpoint on the CPU.</summary>
    public static IReadOnlyList<string> FaultWords { get; } = ["stop", "cpu"];

    /// <summary>The device.</summary>
    public ComputeDevice Device { get; }

    /// <summary>One line: the device, and why it is not a GPU where either would do.</summary>
    public string Description { get; }

    /// <summary>Whether it is not the host.</summary>
    public bool IsGpu => Device != ComputeDevice.Host;

    /// <summary>Says that a checkpoint was made with other kernels than those of this device; null where it was not.</summary>
    public string? OtherKernels(Checkpoint from) =>
        from.KernelPath == Device.KernelPath ? null : $"the run began with the kernels '{from.KernelPath}' and goes on with '{Device.KernelPath}': bits may differ.";

    /// <summary>Opens a device; <c>auto</c> is a GPU where the build and the machine have one, otherwise the CPU.</summary>
    /// <exception cref="SpecException">The word is not known, or there is no GPU; the message says what is missing.</exception>
    public static ChosenDevice Of(string word) => Of(word, BuiltEngines.OpenGpu);

    /// <summary>As <see cref="Of(string)"/>, with another way of finding a GPU.</summary>
    internal static ChosenDevice Of(string word, Func<(ComputeDevice? Device, string? Missing)> openGpu)
    {
        if (!Words.Contains(word))
        {
            throw new SpecException("The command line", "--device", $"there is no device '{word}': {Spelling.Suggestion(word, Words)}.");
        }

        if (word == "cpu")
        {
            return new ChosenDevice(ComputeDevice.Host, "");
        }

        var (device, missing) = openGpu();
        return device is not null ? new ChosenDevice(device, "")
            : word == "auto" ? new ChosenDevice(ComputeDevice.Host, $"; {missing}")
            : throw new SpecException("The command line", "--device", $"{missing}; take cpu.");
    }

    /// <inheritdoc/>
    public void Dispose() => (Device as IDisposable)?.Dispose();
}
