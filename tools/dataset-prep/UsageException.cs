namespace LiftedActors.DatasetPrep;

/// <summary>A command line that is well formed, but asks for something that makes no sense; the message is one sentence with the mend.</summary>
internal sealed class UsageException : Exception
{
    public UsageException(string message)
        : base(message)
    {
    }
}
