using LiftedActors.Host.Restoring;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Inverting;

/// <summary>Where an inversion begins.</summary>
internal static class Starts
{
    /// <summary>The start of a spec, samples × inputs.</summary>
    /// <exception cref="SpecException">There is no decoder.</exception>
    public static Matrix Of(InversionSpec spec, InvertedModel model, Measurements measurements) => spec.Start switch
    {
        StartKind.Zero => new Matrix(measurements.Data.Rows, model.Network.Inputs),
        StartKind.PseudoInverse => PseudoInverse(model, measurements.Data),
        StartKind.Image => Repeated(spec, measurements),
        _ => Decoded(model, measurements.Data) ?? throw new SpecException(
            spec.Name, "start", "the model has no layers above those that are inverted, and so no decoder; give fewer layers, or start at zero."),
    };

    /// <summary>What the layers above make of the data; null where there are none, or they give no inputs.</summary>
    public static Matrix? Decoded(InvertedModel model, Matrix data) => model.Decoder is { } decoder && decoder.Outputs == model.Network.Inputs
        ? decoder.Predict(data, model.DecoderParameters)
        : null;

    private static Matrix Repeated(InversionSpec spec, Measurements measurements)
    {
        var picture = Picture.Read(spec.StartImage!);
        if (picture.Shape != measurements.Shape || picture.Channels.Count != 1)
        {
            throw new SpecException(spec.Name, "startImage", $"{spec.StartImage} has {picture.Shape} pixels in {picture.Channels.Count} channels, where a grey picture of {measurements.Shape} is needed.");
        }

        var start = new Matrix(measurements.Data.Rows, measurements.Shape.Pixels);
        for (var row = 0; row < start.Rows; row++)
        {
            picture.Channels[0].Pixels.CopyTo(start.Row(row));
        }

        return start;
    }

    private static Matrix PseudoInverse(InvertedModel model, Matrix data)
    {
        var layers = model.Network.Layers.Zip(model.Parameters, SingleLayer.Of).ToArray();
        var start = new Matrix(data.Rows, model.Network.Inputs);
        for (var row = 0; row < data.Rows; row++)
        {
            LinearPart.PseudoInverse(layers, data.Row(row)).CopyTo(start.Row(row));
        }

        return start;
    }
}
