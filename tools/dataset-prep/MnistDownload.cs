using LiftedActors.Model.Formats;

namespace LiftedActors.DatasetPrep;

/// <summary>Fetches MNIST files from public mirrors; a file takes its place only after its sum was found to be the published one.</summary>
internal sealed class MnistDownload
{
    // The largest of the four archives has 10 MB.
    private const int LargestArchive = 1 << 24;

    private static readonly Uri[] Mirrors =
    [
        new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
    ];

    private readonly HttpClient _client;
    private readonly TextWriter _output;

    /// <summary>A download through <paramref name="client"/> that tells <paramref name="output"/> what it fetches.</summary>
    public MnistDownload(HttpClient client, TextWriter output) => (_client, _output) = (client, output);

    /// <summary>Fetches the files that a folder lacks; the folder is made if need be.</summary>
    /// <exception cref="HttpRequestException">No mirror gave a file; the message names why each did not.</exception>
    public void FetchMissing(string folder)
    {
        foreach (var file in MnistFile.All.Where(file => MnistFolder.Find(folder, file) is null))
        {
            var archive = Fetch(file);
            AtomicFile.Write(Path.Combine(folder, file.Name + ".gz"), stream => stream.Write(archive));
        }
    }

    private byte[] Fetch(MnistFile file)
    {
        var faults = new List<string>();
        foreach (var mirror in Mirrors)
        {
            var address = new Uri(mirror, file.Name + ".gz");
            _output.WriteLine($"fetching {address}");
            try
            {
                return FetchFrom(address, file);
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or DataFormatException or IOException)
            {
                faults.Add($"{mirror.Host}: {fault.Message}");
            }
        }

        throw new HttpRequestException(
            $"The file '{file.Name}.gz' could not be fetched ({string.Join("; ", faults)}): check the network, or put the four files into the folder yourself.");
    }

    private byte[] FetchFrom(Uri address, MnistFile file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = _client.Send(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var body = response.Content.ReadAsStream();
        using var archive = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (var read = body.Read(buffer); read > 0; read = body.Read(buffer))
        {
            archive.Write(buffer, 0, read);
            if (archive.Length > LargestArchive)
            {
                throw new DataFormatException($"The answer is larger than {LargestArchive} bytes and cannot be the file.");
            }
        }

        file.Verify(archive);
        return archive.ToArray();
    }
}
