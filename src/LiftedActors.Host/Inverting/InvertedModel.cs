using System.Collections.Immutable;
using LiftedActors.Host.Data;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Inverting;

/// <summary>The network that an inversion is about, with its parameters: the layers to invert, and those above them.</summary>
internal sealed record InvertedModel
{
    private InvertedModel(Network whole, IReadOnlyList<LayerParameters> parameters, int layers)
    {
        (Network, Parameters) = (new Network([.. whole.Layers.Take(layers)]), [.. parameters.Take(layers)]);
        Decoder = layers == whole.Depth ? null : new Network([.. whole.Layers.Skip(layers)]);
        DecoderParameters = [.. parameters.Skip(layers)];
    }

    /// <summary>The layers to invert.</summary>
    public Network Network { get; }

    /// <summary>Their parameters.</summary>
    public ImmutableArray<LayerParameters> Parameters { get; }

    /// <summary>The layers above; null where all are inverted.</summary>
    public Network? Decoder { get; }

    /// <summary>Their parameters.</summary>
    public ImmutableArray<LayerParameters> DecoderParameters { get; }

    /// <summary>The spec of the run that trained it; null for one from elsewhere.</summary>
    public ExperimentSpec? Training { get; private init; }

    /// <summary>Reads the model of a spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <exception cref="SpecException">The model needs a network beside it, or has fewer layers than are to be inverted.</exception>
    /// <exception cref="DataFaultException">A file is missing or damaged.</exception>
    public static InvertedModel Read(InversionSpec spec)
    {
        if (Directory.Exists(spec.Model))
        {
            var run = RunFolder.Open(spec.Model);
            var training = run.ReadSpec();
            var file = run.WeightsOf(spec.Weights);
            var weights = DataFaultException.Naming(file, () =>
            {
                var read = WeightsFile.Read(file, training.Network);
                ParameterNames.RefuseNotFinite(read);
                return read;
            });
            return Cut(training.Network, weights, spec) with { Training = training };
        }

        if (!File.Exists(spec.Model))
        {
            throw new SpecException(spec.Name, "model", $"there is neither a run folder nor a file '{spec.Model}'.");
        }

        var (network, parameters) = ModelFile.Read(spec);
        return Cut(network, parameters, spec);
    }

    private static InvertedModel Cut(Network whole, IReadOnlyList<LayerParameters> parameters, InversionSpec spec) => spec.Layers <= whole.Depth
        ? new InvertedModel(whole, parameters, spec.Layers == 0 ? whole.Depth : spec.Layers)
        : throw new SpecException(spec.Name, "layers", $"the model has {whole.Depth} layers, not {spec.Layers}; give fewer.");
}
