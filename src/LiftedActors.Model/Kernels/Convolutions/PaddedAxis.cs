namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>The rows or the columns of a plane, continued at both ends.</summary>
/// <param name="Length">The rows or columns that exist.</param>
/// <param name="Margin">Those added at each end; where negative, those taken away.</param>
/// <param name="Mode">What is read there.</param>
internal readonly record struct PaddedAxis(int Length, int Margin, PaddingMode Mode)
{
    /// <summary>All rows or columns.</summary>
    public int Total => Length + 2 * Margin;

    /// <summary>For each of the first <paramref name="count"/> padded positions the one that is read there, −1 for a zero.</summary>
    public int[] Sources(int count)
    {
        var sources = new int[count];
        for (int position = 0; position < count; position++)
        {
            sources[position] = Source(position);
        }

        return sources;
    }

    /// <summary>The position that is read at a padded one, −1 for a zero.</summary>
    public int Source(int position)
    {
        int source = position - Margin;
        if (source >= 0 && source < Length)
        {
            return source;
        }

        if (Mode == PaddingMode.Zero || position < 0 || position >= Total)
        {
            return -1;
        }

        return source < 0 ? -source : 2 * (Length - 1) - source;
    }
}
