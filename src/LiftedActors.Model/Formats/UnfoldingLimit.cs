namespace LiftedActors.Model.Formats;

/// <summary>
/// The memory that a file may unfold into whose content is compressed, or refers to the same bytes again and again: 1 GiB, or four times its own length where
/// that is more. Numbers that were learned hardly compress, so that only hostile files come near it.
/// </summary>
/// <param name="fileBytes">The length of the file.</param>
/// <param name="what">What it is, for the message.</param>
internal sealed class UnfoldingLimit(long fileBytes, string what)
{
    private const long Least = 1L << 30;
    private const int Factor = 4;

    private readonly long _limit = Math.Max(Least, Factor * fileBytes);
    private long _taken;

    /// <summary>Notes what a part takes, before it is taken.</summary>
    /// <exception cref="DataFormatException">The part, or all parts together, are too large.</exception>
    public void Take(long bytes, string part)
    {
        if (bytes < 0 || bytes > Array.MaxLength || bytes > _limit - _taken)
        {
            throw new DataFormatException(
                $"{what} of {fileBytes} bytes unfolds to more than the {_limit} that are allowed it, at {part}: store it without compression, and in parts of less than 2 GB.");
        }

        _taken += bytes;
    }
}
