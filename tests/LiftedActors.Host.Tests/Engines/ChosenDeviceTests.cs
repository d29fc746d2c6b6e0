using LiftedActors.Host.Data;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Progress;
using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Tests.Engines;

/// <summary>Which device a run takes, and what it does where a GPU is missing, too small or fails. A tally stands for the GPU: it fails at the first batch.</summary>
public sealed class ChosenDeviceTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_GPU_auto_takes_the_CPU_and_says_why()
    {
        using var device = ChosenDevice.Of("auto", () => (null, "none was found"));
        Assert.Equal(ComputeDevice.Host, device.Device);
        Assert.EndsWith("none was found", device.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_GPU_auto_takes_it()
    {
        using var device = ChosenDevice.Of("auto", () => (new MemoryTally(), null));
        Assert.True(device.IsGpu);
    }

    [Fact]
    public void A_GPU_that_is_asked_for_and_not_there_is_one_clear_fault() => Assert.Contains(
        "none was found; take cpu",
        Assert.Throws<SpecException>(() => ChosenDevice.Of("gpu", () => (null, "none was found"))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("--device", "gpo", "gpu")]
    [InlineData("--on-device-fault", "go", "stop or cpu")]
    public async Task An_unknown_word_is_refused_with_those_that_are_known(string flag, string word, string known)
    {
        var (code, _, error) = await Lifted.RunAsync("train", SmallSpec.WriteTo(_folder), "--out", _folder["run"], flag, word);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(known, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Theory]
    [InlineData("sequential")]
    [InlineData("embedded")]
    public async Task A_run_whose_device_fails_goes_on_on_the_CPU_if_asked_to(string engine)
    {
        var options = new RunOptions { Engine = engine, Workers = 1, Device = "gpu", OpenGpu = () => (new MemoryTally(), null) };
        Assert.Equal(ExitCode.Success, (await RunAsync("expected", options with { Device = "cpu" })).Code);

        var (code, warnings) = await RunAsync("actual", options with { OnDeviceFault = "cpu" });

        Assert.Equal(ExitCode.Success, code);
        Assert.Contains("goes on on the CPU", warnings, StringComparison.Ordinal);
        Assert.Equal(Weights("expected"), Weights("actual"));
    }

    [Fact]
    public async Task A_run_whose_device_fails_ends_if_not()
    {
        var options = new RunOptions { Engine = "sequential", Workers = 1, Device = "gpu", OpenGpu = () => (new MemoryTally(), null) };
        var fault = await Assert.ThrowsAsync<DataFaultException>(() => RunAsync("stopped", options));
        Assert.Contains("--device cpu", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_does_not_fit_is_told_what_would_before_it_begins()
    {
        var outlook = new DeviceOutlook(Spec);
        Assert.Null(outlook.Fault(new Small(outlook.Bytes(8))));

        var fault = outlook.Fault(new Small(outlook.Bytes(8) - 1));
        Assert.Contains("batches of 4 samples instead of 8 would fit", fault, StringComparison.Ordinal);
        Assert.Contains("no batch is small enough", outlook.Fault(new Small(1)), StringComparison.Ordinal);

        var options = new RunOptions { Engine = "sequential", Workers = 1, Device = "gpu", OpenGpu = () => (new Small(1), null) };
        Assert.Contains("no batch is small enough", (await Assert.ThrowsAsync<DataFaultException>(() => RunAsync("small", options))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_GPU_is_checked_without_a_GPU_where_ILGPU_is_built_in()
    {
        var (code, output, error) = await Lifted.RunAsync("bench", "gpu", "--quick");
        if (BuiltEngines.Gpu.IsPresent)
        {
            Assert.Equal((ExitCode.Success, string.Empty), (code, error));
            Assert.Contains("are within 1e-5 of their references", output, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(ExitCode.Usage, code);
            Assert.Contains(BuiltEngines.Gpu.MissingBecause!, error, StringComparison.Ordinal);
        }
    }

    private static ExperimentSpec Spec => SmallSpec.Read("epochs=1", "baseline=null");

    private async Task<(int Code, string Warnings)> RunAsync(string name, RunOptions options)
    {
        var spec = Spec;
        var run = RunFolder.Create(_folder[name], spec.Name);
        using var warnings = new StringWriter();
        var experiment = new Experiment(spec, TaskData.Load(spec.Task, spec.Seed, new DataFolders(null)));
        var code = await LiftedActors.Host.Commands.RunSession.RunAsync(run, experiment, options, new QuietDisplay(warnings));
        return (code, warnings.ToString());
    }

    private string Weights(string name) => Checksums.Sha256(File.ReadAllBytes(Path.Combine(_folder[name], "weights.safetensors")));

    private sealed class Small(long bytes) : MemoryTally
    {
        public override long AvailableBytes => bytes;
    }
}
