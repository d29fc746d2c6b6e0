namespace LiftedActors.Host.Data;

/// <summary>A data file or checkpoint that is missing, damaged or not what it should be; the message is one line.</summary>
public sealed class DataFaultException : Exception
{
    /// <summary>An unknown fault.</summary>
    public DataFaultException()
    {
    }

    /// <summary>A fault.</summary>
    /// <param name="message">One line that names the file, the fault and the mend.</param>
    public DataFaultException(string message)
        : base(message)
    {
    }

    /// <summary>A fault found by another reader.</summary>
    /// <param name="message">One line that names the file, the fault and the mend.</param>
    /// <param name="inner">What the reader said.</param>
    public DataFaultException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Opens a file and reads it; every fault becomes one line that begins with the file's name.</summary>
    /// <exception cref="DataFaultException">The file cannot be opened, or is damaged.</exception>
    public static T Reading<T>(string file, Func<Stream, T> read) => Naming(file, () =>
    {
        using var stream = File.OpenRead(file);
        return read(stream);
    });

    /// <summary>Does something with what a file holds; every fault becomes one line that begins with the file's name.</summary>
    /// <exception cref="DataFaultException">The content of the file has a fault.</exception>
    public static T Naming<T>(string file, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception fault) when (fault is Model.Formats.DataFormatException or IOException or UnauthorizedAccessException)
        {
            throw new DataFaultException(fault.Message.Contains(file, StringComparison.Ordinal) ? fault.Message : $"{file}: {fault.Message}", fault);
        }
    }
}
