using LiftedActors.Model.Formats.PyTorch;

namespace LiftedActors.Model.Formats;

/// <summary>Reads tensors from a file of any format, which is told by its content and not by its name.</summary>
public static class TensorFormats
{
    /// <summary>Long enough for all that a format is told by.</summary>
    private const int Beginning = 10;

    /// <summary>Reads the tensors.</summary>
    /// <param name="stream">The file from its beginning, seekable; it is left open.</param>
    /// <returns>The tensors, and what they were read from; the one of a .npy file is called "array".</returns>
    /// <exception cref="DataFormatException">The format is not known, or the file is damaged.</exception>
    public static (TensorFormat Format, TensorFile File) Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var buffer = new byte[Beginning];
        var start = buffer.AsSpan(0, stream.ReadAtLeast(buffer, Beginning, throwOnEndOfStream: false));
        stream.Position = 0;
        if (start.StartsWith("PK"u8))
        {
            return ReadArchive(stream);
        }

        if (start.StartsWith(NpyHeader.Magic))
        {
            return (TensorFormat.Npy, TensorFile.Of([Npy.Read(stream, "array")]));
        }

        // A pickle that pushes the magic number of torch.save before 1.6, or any other pickle.
        if (start.Length > 2 && start[0] == 0x80 && start[1] is >= 2 and <= 5)
        {
            throw new DataFormatException(
                "The file is a bare pickle, such as PyTorch wrote before version 1.6: read it in PyTorch where you trust it, and save it again with torch.save(state_dict, file).");
        }

        if (start.Length < 9 || start[8] != (byte)'{')
        {
            throw new DataFormatException("The file is none of safetensors, npz, npy or a PyTorch file: save the tensors in one of these.");
        }

        return (TensorFormat.Safetensors, Safetensors.Read(stream));
    }

    private static (TensorFormat Format, TensorFile File) ReadArchive(Stream stream)
    {
        using var archive = new ZipContent(stream, "The archive");
        return StateDictionary.FolderOf(archive) is not null ? (TensorFormat.PyTorch, StateDictionary.Read(archive))
            : Npz.IsNpz(archive) ? (TensorFormat.Npz, Npz.Read(archive))
            : throw new DataFormatException("The zip archive is neither an npz nor a PyTorch file: save the tensors in one of these.");
    }
}
