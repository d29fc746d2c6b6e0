using System.Net;
using LiftedActors.DatasetPrep;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Tests.DatasetPrep;

/// <summary>A folder of its own for one test, in which the tool is run; the network answers what the test says.</summary>
internal sealed class ToolRun : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly Network _network = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("dataset-prep-").FullName;

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    /// <summary>The addresses that were asked for.</summary>
    public IReadOnlyList<Uri> Requests => _network.Requests;

    /// <summary>What the network answers; nothing means that there is no network.</summary>
    public Func<Uri, byte[]?> Answer { set => _network.Answer = value; }

    /// <summary>Runs a command line, in which {} stands for the folder.</summary>
    public int Run(string line)
    {
        _output.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        using var client = new HttpClient(_network, disposeHandler: false);
        string[] args = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Replace("{}", Folder, StringComparison.Ordinal))];
        return new Tool(_output, _error, client).Run(args);
    }

    public string At(string name) => Path.Combine(Folder, name);

    public void Write(string name, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        using var stream = File.Create(At(name));
        write(stream);
    }

    public ImagePairs Pairs(string name)
    {
        using var stream = File.OpenRead(At(name));
        return ImagePairs.Read(stream);
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        _network.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    private sealed class Network : HttpMessageHandler
    {
        public List<Uri> Requests { get; } = [];

        public Func<Uri, byte[]?> Answer { get; set; } = _ => null;

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request.RequestUri!);
            var content = Answer(request.RequestUri!) ?? throw new HttpRequestException("there is no network");
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }
}
