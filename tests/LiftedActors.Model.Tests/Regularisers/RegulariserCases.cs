using LiftedActors.Model.Imaging;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Tests.Regularisers;

/// <summary>Every regulariser, and sums of them, on a signal and on an image.</summary>
internal static class RegulariserCases
{
    public static readonly ImageShape[] Shapes = [new(1, 9), new(5, 6)];

    private static readonly Dictionary<string, RegulariserDesign[]> Cases = new()
    {
        ["Tikhonov"] = [new Tikhonov(0.7)],
        ["l1"] = [new L1(0.4)],
        ["group l1"] = [new GroupL1(0.4, 3)],
        ["elastic net"] = [new ElasticNet(0.3, 0.5)],
        ["non-negativity"] = [new NonNegativity()],
        ["box"] = [new Box(-0.2, 0.6)],
        ["total variation"] = [new TotalVariation(0.3)],
        ["anisotropic total variation"] = [new AnisotropicTotalVariation(0.3)],
        ["Huber total variation"] = [new HuberTotalVariation(0.3, 0.1)],
        ["l1 + box"] = [new L1(0.3), new Box(-0.5, 0.5)],
        ["elastic net + non-negativity"] = [new ElasticNet(0.3, 0.5), new NonNegativity()],
        ["total variation + box"] = [new TotalVariation(0.3), new Box()],
        ["total variation + l1 + Tikhonov"] = [new TotalVariation(0.2), new L1(0.1), new Tikhonov(0.3)],
        ["group l1 + l1"] = [new GroupL1(0.3, 2), new L1(0.2)],
        ["group l1 + box"] = [new GroupL1(0.3, 2), new Box(-0.2, 0.5)],
        ["box + group l1"] = [new Box(-0.2, 0.5), new GroupL1(0.3, 2)],
        ["total variation + box + group l1"] = [new TotalVariation(0.2), new Box(-0.2, 0.5), new GroupL1(0.3, 2)],
        ["l1 + box + group l1"] = [new L1(0.2), new Box(-0.2, 0.5), new GroupL1(0.3, 2)],
        ["Huber total variation + non-negativity"] = [new HuberTotalVariation(0.3, 0.2), new NonNegativity()],
        ["isotropic + anisotropic total variation"] = [new TotalVariation(0.1), new AnisotropicTotalVariation(0.2)],
    };

    public static TheoryData<string, int> All
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var name in Cases.Keys)
            {
                data.Add(name, 0);
                data.Add(name, 1);
            }

            return data;
        }
    }

    public static IEnumerable<Type> Types => Cases.Values.SelectMany(designs => designs).Select(design => design.GetType());

    public static Regulariser Create(string name, int shape) => RegulariserDesign.Sum(Cases[name], Shapes[shape]);

    public static IEnumerable<Regulariser> Summands(string name, int shape) => Cases[name].Select(design => design.On(Shapes[shape]));

    public static Real[] Point(long seed, int size, double deviation = 1)
    {
        var point = new Real[size];
        new RandomStream(seed, "regulariser").FillGaussian(point, deviation);
        return point;
    }
}
