using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Regularisers;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Specs;

/// <summary>An inversion: which network at which data, by what regulariser and method. Every part has been checked.</summary>
public sealed record InversionSpec
{
    /// <summary>The name; run folders begin with it.</summary>
    public required string Name { get; init; }

    /// <summary>A run folder, an ONNX file, or a file of weights.</summary>
    public required string Model { get; init; }

    /// <summary>Which weights of a run folder.</summary>
    public RunWeights Weights { get; init; }

    /// <summary>The network of a file of weights alone; null where the model says it itself.</summary>
    public Network? Network { get; init; }

    /// <summary>A JSON file of the names that the tensors of a file of weights have; null where they have ours or those of a PyTorch Sequential.</summary>
    public string? Names { get; init; }

    /// <summary>Height and width of an input; null where images tell it, or it is a square.</summary>
    public ImageShape? Shape { get; init; }

    /// <summary>The layers to invert, from the input; 0 for all.</summary>
    public required int Layers { get; init; }

    /// <summary>A file of measurements; null where they are made of images.</summary>
    public string? Measurements { get; init; }

    /// <summary>Images that measurements are made of: <c>mnist</c>, <c>phantoms</c> or a folder of pictures; null for the test images of the run.</summary>
    public string? Data { get; init; }

    /// <summary>How many of them.</summary>
    public required int Images { get; init; }

    /// <summary>
    /// The noise of an entry of the measurements, in parts of their root mean square where they are made of images, otherwise as it stands; of given data that are compared by B_Ψ the δ with
    /// B_Ψ(f, x_L(u†)) ≤ δ² itself.
    /// </summary>
    public required double Noise { get; init; }

    /// <summary>How data are compared.</summary>
    public required MisfitKind Misfit { get; init; }

    /// <summary>Whether data outside the range of the activation are projected onto it.</summary>
    public required bool Project { get; init; }

    /// <summary>The summands of J.</summary>
    public required ImmutableArray<RegulariserDesign> Regularisers { get; init; }

    /// <summary>α where it is a number.</summary>
    public double? Alpha { get; init; }

    /// <summary>How α is chosen where it is none.</summary>
    public WeightRule Rule { get; init; }

    /// <summary>The weights that the L-curve and quasi-optimality try: from, to, and how many.</summary>
    public required (double Least, double Largest, int Points) Grid { get; init; }

    /// <summary>τ of the discrepancy principle.</summary>
    public required double Tau { get; init; }

    /// <summary>Where the inversion begins.</summary>
    public required StartKind Start { get; init; }

    /// <summary>The picture that the inversion begins at, for <see cref="StartKind.Image"/>.</summary>
    public string? StartImage { get; init; }

    /// <summary>The method.</summary>
    public required LiftedMethod Method { get; init; }

    /// <summary>Iterations at most.</summary>
    public required int Iterations { get; init; }

    /// <summary>The relative decrease of F in an iteration below which it has settled.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Whether the iteration stops where the misfit meets the noise level, as iterative regularisation does.</summary>
    public required bool StopsAtDiscrepancy { get; init; }

    /// <summary>Steps of the Landweber iteration beside it; 0 for none.</summary>
    public required int Landweber { get; init; }

    /// <summary>Iterations for a layer of the convex method beside it, where data are compared by B_Ψ; 0 for none.</summary>
    public required int Layerwise { get; init; }

    /// <summary>The seed of the noise.</summary>
    public required long Seed { get; init; }

    /// <summary>Iterations between checkpoints.</summary>
    public required int CheckpointEvery { get; init; }

    /// <summary>The whole spec with every default written out.</summary>
    public required JsonObject Resolved { get; init; }
}
