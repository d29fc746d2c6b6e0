using LiftedActors.Host.Data;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Restoring;

/// <summary>A picture: one grey channel, or red, green and blue, all of one shape.</summary>
/// <param name="Channels">The channels.</param>
internal sealed record Picture(IReadOnlyList<Image> Channels)
{
    /// <summary>The shape.</summary>
    public ImageShape Shape => Channels[0].Shape;

    /// <summary>The values that lie outside [0, 1] and are clipped in a file.</summary>
    public long Clipped => Channels.Sum(channel => channel.Pixels.ToArray().LongCount(value => !(value >= 0 && value <= 1)));

    /// <summary>All values.</summary>
    public long Count => (long)Channels.Count * Shape.Pixels;

    /// <summary>Reads a PNG or PGM.</summary>
    /// <exception cref="DataFaultException">It is missing or damaged.</exception>
    public static Picture Read(string file) => new(DataFaultException.Reading(
        file, stream => Path.GetExtension(file).Equals(".pgm", StringComparison.OrdinalIgnoreCase) ? [Pgm.Read(stream)] : Png.ReadChannels(stream)));

    /// <summary>Writes a PNG of 8 bits; values are clamped to [0, 1].</summary>
    public void Write(string file) => DurableFile.Write(file, stream =>
    {
        if (Channels.Count == 1)
        {
            Png.Write(stream, Channels[0]);
            return;
        }

        var (bytes, colours) = (Channels.Select(channel => channel.ToBytes()).ToArray(), new byte[Count]);
        for (var i = 0; i < colours.Length; i++)
        {
            colours[i] = bytes[i % bytes.Length][i / bytes.Length];
        }

        Png.WriteColour(stream, Shape, colours);
    });

    /// <summary>The picture with every channel restored.</summary>
    public Picture Restored(IRestorer restorer) => new([.. Channels.Select(restorer.Restore)]);

    /// <summary>The picture with every channel degraded; channels have noise of their own.</summary>
    public Picture Degraded(Degradation degradation) => new([.. Channels.Select((channel, i) =>
    {
        var degraded = new Image(Shape);
        degradation.Apply(i, channel.Pixels, degraded.Pixels);
        return degraded;
    })]);

    /// <summary>The PSNR in decibels, of all channels taken as one.</summary>
    public double PsnrOf(Picture restored) => PeakSignalToNoise.Of(Values(), restored.Values());

    private Real[] Values() => [.. Channels.SelectMany(channel => channel.Pixels.ToArray())];
}
