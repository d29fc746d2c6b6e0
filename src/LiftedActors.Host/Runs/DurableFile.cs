using System.Runtime.InteropServices;
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
