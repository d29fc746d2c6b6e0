using LiftedActors.Model.Imaging;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Regularisers;
using Box = LiftedActors.Model.Regularisers.Box;

namespace LiftedActors.Model.Tests.Inversion;

/// <summary>Small inversions of one layer.</summary>
internal static class InversionCases
{
    public static readonly double Epsilon = (double)(Real.BitIncrement(1) - 1);

    private static readonly string[] Activations = ["relu", "tanh", "soft-threshold", "identity", "leaky-relu", "sigmoid"];

    private static readonly Dictionary<string, RegulariserDesign[]> Regularisers = new()
    {
        ["Tikhonov"] = [new Tikhonov()],
        ["l1"] = [new L1()],
        ["elastic net"] = [new ElasticNet(0.5, 0.5)],
        ["l1 + non-negativity"] = [new L1(), new NonNegativity()],
        ["l1 + box"] = [new L1(), new Box(-0.5, 1)],
        ["group l1"] = [new GroupL1(1, 2)],
        ["total variation + box"] = [new TotalVariation(), new Box()],
        ["Huber total variation + Tikhonov"] = [new HuberTotalVariation(1, 0.1), new Tikhonov(0.1)],
        ["anisotropic total variation + box"] = [new AnisotropicTotalVariation(), new Box(-1, 1)],
    };

    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (index, name) in Regularisers.Keys.Index())
            {
                data.Add("relu", name);
                data.Add(Activations[1 + (index % (Activations.Length - 1))], name);
            }

            return data;
        }
    }

    public static ImageShape Shape { get; } = new(3, 4);

    /// <summary>A random layer from 12 values, as many or more outputs, with noisy data of a piecewise constant image.</summary>
    public static SingleLayerProblem Create(string activation, string regulariser, double weight = 0.1, int outputs = 20, long seed = 1)
    {
        var layer = Layer(activation, outputs, seed);
        return new SingleLayerProblem(new BregmanMisfit(layer, Data(layer, 0.02, seed)), RegulariserDesign.Sum(Regularisers[regulariser], Shape), weight);
    }

    public static SingleLayer Layer(string activation, int outputs, long seed)
    {
        var (weights, bias) = (new Matrix(outputs, Shape.Pixels), new Real[outputs]);
        var random = new RandomStream(seed, "layer");
        random.FillGaussian(weights.Values, 0.5);
        random.FillGaussian(bias, 0.3);
        return new SingleLayer(new DenseOperator(weights, Shape), bias, PotentialCatalogue.Create(activation));
    }

    public static Real[] Truth() => [.. Enumerable.Range(0, Shape.Pixels).Select(i => i % 4 < 2 ? (Real)0.2 : (Real)0.9)];

    /// <summary>σ(A u† + b + noise), which lies in the range of the activation.</summary>
    public static Real[] Data(SingleLayer layer, double noise, long seed)
    {
        var (x, error) = (new Real[layer.Outputs], new Real[layer.Outputs]);
        layer.Preactivate(Truth(), x);
        new RandomStream(seed, "data").FillGaussian(error, noise);
        VectorKernels.Combine(x, 1, error, x);
        layer.Activation.Activate(x, x);
        return x;
    }

    public static double Distance(ReadOnlySpan<Real> a, ReadOnlySpan<Real> b) => Math.Sqrt(VectorKernels.SquaredDistance(a, b));
}
