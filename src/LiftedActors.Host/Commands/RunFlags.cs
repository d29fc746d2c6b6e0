using System.CommandLine;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Progress;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Commands;

/// <summary>The options that all commands share that run something.</summary>
internal sealed class RunFlags
{
    private readonly Option<string?> _data = new("--data") { Description = "The folder of the data; otherwise the variable LIFTED_DATA, then ./data.", HelpName = "DIR" };
    private readonly Option<string> _engine = new("--engine") { Description = $"The engine: {string.Join(", ", ChosenEngine.Words)}.", HelpName = "NAME", DefaultValueFactory = _ => "auto" };
    private readonly Option<int> _workers = new("--workers") { Description = "Threads that run kernels; results do not depend on it.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<string> _device = new("--device") { Description = $"Where values lie and are computed: {string.Join(", ", ChosenDevice.Words)}; auto takes a GPU if there is one.", HelpName = "NAME", DefaultValueFactory = _ => "cpu" };
    private readonly Option<string> _onDeviceFault = new("--on-device-fault") { Description = "If a GPU fails, for lack of memory say: stop, or go on from the last checkpoint on the cpu.", HelpName = "WORD", DefaultValueFactory = _ => "stop" };
    private readonly Option<string?> _maximumTime = new("--max-time") { Description = "Stop in order after this time of training, earlier parts of the run included, such as 90s, 15m or 2h, or hh:mm:ss.", HelpName = "TIME" };
    private readonly Option<string?> _memory = new("--memory") { Description = "The most memory to take, such as 600M or 4G; batches are streamed from a file where images do not fit, and what does not fit at all is refused.", HelpName = "AMOUNT" };
    private readonly Option<bool> _profile = new("--profile") { Description = "Show at the end where the time of a sweep went, and write it to profile.json." };
    private readonly BlasOption _blas = new();
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object per line instead of text." };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Nothing but warnings." };

    public bool IsJson(ParseResult result) => result.GetValue(_json);

    public string? Data(ParseResult result) => result.GetValue(_data);

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_data, _engine, _device, _onDeviceFault, _workers, _maximumTime, _memory, _blas, _profile, _json, _quiet])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Chooses the kernels of products; comes before the first of them.</summary>
    public void ChooseKernels(ParseResult result) => _blas.Choose(result);

    public RunOptions Options(ParseResult result)
    {
        var workers = result.GetValue(_workers);
        if (workers < 1)
        {
            throw new SpecException("The command line", "--workers", $"{workers} threads are not possible; give a whole number from 1.");
        }

        return new RunOptions
        {
            Engine = result.GetValue(_engine)!,
            Workers = workers,
            Device = result.GetValue(_device)!,
            OnDeviceFault = result.GetValue(_onDeviceFault) is { } word && ChosenDevice.FaultWords.Contains(word)
                ? word
                : throw new SpecException("The command line", "--on-device-fault", $"give {string.Join(" or ", ChosenDevice.FaultWords)}."),
            MaximumTime = result.GetValue(_maximumTime) is { } text ? Time(text) : null,
            Memory = result.GetValue(_memory) is { } amount ? MemoryBudget.Parse(amount) : null,
            Profile = result.GetValue(_profile),
        };
    }

    public IProgressDisplay Display(ParseResult result)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        return result.GetValue(_quiet) ? new QuietDisplay(error)
            : result.GetValue(_json) ? new JsonDisplay(output)
            : Console.IsOutputRedirected || output != Console.Out ? new LineDisplay(output, error, TimeProvider.System)
            : new LiveDisplay(output, TimeProvider.System);
    }

    private static TimeSpan Time(string text) => Duration.Parse(text)
        ?? throw new SpecException("The command line", "--max-time", $"'{text}' is not a time; write {Duration.Form}.");
}
