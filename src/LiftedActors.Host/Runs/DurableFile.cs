using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LiftedActors.Model.Formats;
using Microsoft.Win32.SafeHandles;

namespace LiftedActors.Host.Runs;

/// <summary>Writes files that are either whole or as before, whatever happens in between: write beside, flush to the disk, rename, flush the folder.</summary>
internal static partial class DurableFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <exception cref="IOException">The disk is full or the like; the file is as it was before.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, Open);

    /// <summary>Writes a file of lines of text.</summary>
    /// <exception cref="IOException">The disk is full or the like; the file is as it was before.</exception>
    public static void WriteLines(string path, params IEnumerable<string> lines) => Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }
    });

    /// <summary>Writes a file to a stream that the caller opens.</summary>
    public static void Write(string path, Action<Stream> write, Func<string, Stream> open)
    {
        var beside = path + ".part";
        try
        {
            using (var stream = open(beside))
            {
                write(stream);
                stream.Flush();
                (stream as FileStream)?.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
            FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Writes tensors in one pass, never the whole file in memory.</summary>
    /// <returns>The SHA-256 of what was written.</returns>
    /// <exception cref="IOException">The disk is full or the like; the file is as it was before.</exception>
    public static string Write(string path, TensorFile tensors, Func<string, Stream> open)
    {
        using var digest = SHA256.Create();
        Write(
            path,
            stream =>
            {
                using var digested = new CryptoStream(stream, digest, CryptoStreamMode.Write, leaveOpen: true);
                Safetensors.Write(digested, tensors);
            },
            open);
        return Convert.ToHexStringLower(digest.Hash!);
    }

    /// <summary>Opens a new file for writing.</summary>
    public static FileStream Open(string path) => new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);

    // A rename is on the disk only once its folder is; Windows has no such call and journals the rename itself.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var handle = new SafeFileHandle(OpenFolder(folder, 0), ownsHandle: true);
        if (!handle.IsInvalid)
        {
            _ = FlushHandle(handle.DangerousGetHandle().ToInt32());
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FlushHandle(int descriptor);
}
