using System.Runtime.InteropServices;
using System.Text;
using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Regularisers;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Inverting;

/// <summary>The spec of an inversion joined with its model and its measurements: what is to be solved, for any α.</summary>
internal sealed class InversionExperiment
{
    private readonly Network _lifted;
    private readonly IReadOnlyList<LayerParameters> _parameters;

    /// <summary>Joins the parts.</summary>
    /// <exception cref="SpecException">They do not fit.</exception>
    public InversionExperiment(InversionSpec spec, InvertedModel model, Measurements measurements)
    {
        (Spec, Model, Measurements) = (spec, model, measurements);
        (_lifted, _parameters) = spec.Misfit == MisfitKind.Squared ? WithReadOut(model) : (model.Network, model.Parameters);
        var samples = measurements.Data.Rows;
        if (spec.Method.Shards > samples)
        {
            throw new SpecException(spec.Name, "method.shards", $"{samples} samples cannot be split into {spec.Method.Shards} shards; take fewer.");
        }

        try
        {
            Start = Starts.Of(spec, model, measurements);
            Regulariser = RegulariserDesign.Sum([.. spec.Regularisers], measurements.Shape);
            Problem(1);
        }
        catch (ArgumentException fault)
        {
            throw new SpecException(spec.Name, "model", SpecSection.Sentence(fault));
        }
    }

    /// <summary>The spec.</summary>
    public InversionSpec Spec { get; }

    /// <summary>The network.</summary>
    public InvertedModel Model { get; }

    /// <summary>The data.</summary>
    public Measurements Measurements { get; }

    /// <summary>Where the inversion begins, samples × pixels.</summary>
    public Matrix Start { get; }

    /// <summary>J.</summary>
    public Regulariser Regulariser { get; }

    /// <summary>The problem with a weight.</summary>
    public InversionProblem Problem(double weight) => new(_lifted, _parameters, Measurements.Data, Start, Prior(weight));

    /// <summary>The lifted problem with a weight.</summary>
    public LiftedObjective Lift(double weight, ComputeDevice device) => new(Problem(weight), Spec.Method, device);

    /// <summary>Refuses an inversion whose blocks and checkpoints do not fit into an amount of memory.</summary>
    /// <exception cref="SpecException">They do not; the message names the amount that would do.</exception>
    public void RequireMemory(MemoryBudget budget)
    {
        var footprint = new LiftedFootprint(_lifted, Spec.Method, Measurements.Data.Rows, Prior(1));
        var needed = (footprint.Blocks + footprint.Checkpoint + footprint.Structure).Total + MemoryEstimate.Runtime;
        if (needed > budget.Bytes)
        {
            throw new SpecException("The command line", "--memory", $"the inversion takes about {MemoryEstimate.Text(needed)}; allow that much, or give fewer images.");
        }
    }

    /// <summary>Tells inversions apart that must not go on from each other's checkpoints.</summary>
    public string Fingerprint(double weight)
    {
        var decisive = Spec.Resolved.DeepClone().AsObject();
        foreach (var key in (string[])["name", "model", "iterations", "tolerance", "stopAtDiscrepancy", "checkpointEvery", "landweber", "layerwise", "weights", "alpha", "tau", "images", "data", "measurements"])
        {
            decisive.Remove(key);
        }

        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{decisive.ToJsonString()} {weight:R} {typeof(Real).Name}")));
        foreach (var parameters in Model.Parameters)
        {
            hash.AppendData(MemoryMarshal.AsBytes(parameters.Values));
        }

        hash.AppendData(MemoryMarshal.AsBytes(Measurements.Data.Values));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The mean misfit of the network itself at inputs.</summary>
    public double Misfit(IRows inputs) => NestedLoss.Of(_lifted, inputs, Measurements.Data, _parameters);

    /// <summary>The mean of J.</summary>
    public double RegulariserAt(Matrix inputs)
    {
        var workspace = Regulariser.CreateWorkspace();
        return Enumerable.Range(0, inputs.Rows).Average(row => Regulariser.Value(inputs.Row(row), workspace));
    }

    private InputPrior Prior(double weight) => new(Regulariser, weight) { Tolerance = 1e-4 };

    /// <summary>The network with one more layer, the identity, whose loss is ½|z_L − f|².</summary>
    private static (Network Network, IReadOnlyList<LayerParameters> Parameters) WithReadOut(InvertedModel model)
    {
        var width = model.Network.Outputs;
        var layer = new Layer(new Affine(width, width), PotentialCatalogue.Create("identity"));
        var identity = layer.Map.CreateParameters();
        var weights = identity.Tensor(0);
        for (var i = 0; i < width; i++)
        {
            weights[(i * width) + i] = 1;
        }

        identity.Pack();
        return (new Network([.. model.Network.Layers, layer]), [.. model.Parameters, identity]);
    }
}
