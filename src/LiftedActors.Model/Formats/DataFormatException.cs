namespace LiftedActors.Model.Formats;

/// <summary>Data that are not what their format says; the message is one sentence that names the fault and the mend.</summary>
public sealed class DataFormatException : Exception
{
    /// <summary>Data of an unknown fault.</summary>
    public DataFormatException()
        : this("The data are damaged: get them again.")
    {
    }

    /// <summary>Data of a named fault.</summary>
    public DataFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Data of a named fault found by another reader.</summary>
    public DataFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
