using System.CommandLine;
using LiftedActors.Model.Formats;

namespace LiftedActors.DatasetPrep;

/// <summary>The command line: which commands there are, and which exit code belongs to which fault.</summary>
internal sealed class Tool
{
    /// <summary>Everything was done.</summary>
    public const int Done = 0;

    /// <summary>The command line asks for something that does not exist or makes no sense.</summary>
    public const int UsageFault = 2;

    /// <summary>Data are missing or damaged, could not be fetched, or could not be written.</summary>
    public const int DataFault = 3;

    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly RootCommand _root;

    /// <summary>A tool that prints to the two writers and downloads, when asked to, through <paramref name="client"/>.</summary>
    public Tool(TextWriter output, TextWriter error, HttpClient client)
    {
        (_output, _error) = (output, error);
        _root = new RootCommand("Writes clean and degraded images as pairs into one safetensors file.")
        {
            PhantomsCommand.Create(output),
            MnistCommand.Create(output, new MnistDownload(client, output)),
            ImagesCommand.Create(output),
        };
    }

    /// <summary>Runs one command line and says how it ended.</summary>
    public int Run(string[] args)
    {
        var parsed = _root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
            {
                _error.WriteLine(fault.Message);
            }

            _error.WriteLine("Add --help to see what there is.");
            return UsageFault;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = _output, Error = _error, EnableDefaultExceptionHandler = false });
        }
        catch (UsageException fault)
        {
            _error.WriteLine(fault.Message);
            return UsageFault;
        }
        catch (Exception fault) when (fault is DataFormatException or IOException or UnauthorizedAccessException or HttpRequestException)
        {
            _error.WriteLine(fault.Message);
            return DataFault;
        }
    }
}
