using LiftedActors.Model.Formats;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Tests.Networks.Structured;

namespace LiftedActors.Model.Tests.Networks;

public sealed class ParameterNamesTests
{
    private static readonly Network Chain = Network.Perceptron([2, 3, 1], PotentialCatalogue.Create("relu"), PotentialCatalogue.Create("identity"));

    public static TheoryData<string> Names => ArchitectureCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void ParametersOfEveryArchitectureGoThroughTensorsUnchanged(string name)
    {
        var network = ArchitectureCases.Build(name);
        var parameters = ArchitectureCases.Parameters(network, 3);
        var read = ParameterNames.Read(File([.. ParameterNames.ToTensors(parameters)]), network);
        Assert.All(parameters.Zip(read), pair => Assert.Equal(pair.First.Values.ToArray(), pair.Second.Values.ToArray()));
    }

    /// <summary>Ten and twelve come after two; what stands before the numbers does not matter; a module without a bias has the bias 0.</summary>
    [Theory]
    [InlineData("", 0, 2)]
    [InlineData("encoder.net.", 2, 10)]
    [InlineData("layers.", 1, 12)]
    public void ASequentialIsReadInTheOrderOfItsNumbers(string stem, int first, int second)
    {
        var file = File(Of($"{stem}{second}.weight", [1, 3], 7), Of($"{stem}{first}.bias", [3], 5), Of($"{stem}{first}.weight", [3, 2], 2));
        var read = ParameterNames.Read(file, Chain);
        Assert.Equal([2, 2, 2, 2, 2, 2, 5, 5, 5], read[0].Values.ToArray());
        Assert.Equal([7, 7, 7, 0], read[1].Values.ToArray());
    }

    public static TheoryData<string, string, int[]> Misfits => new()
    {
        { "fc.weight", "give a map", [1, 3] },
        { "a.b.2.weight", "give a map", [1, 3] },
        { "2.running_mean", "running_mean", [1, 3] },
        { "2.bias", "has no 'weight'", [1] },
        { "0.gamma", "1 modules", [3] },
        { "00.weight", "'0.weight' and '00.weight' are both the weight of module 0", [3, 2] },
        { "2.weight", "[3, 1] where layers.1.weight of the network is [1, 3]", [3, 1] },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void OtherNamesAndShapesAreRefusedByName(string other, string named, int[] shape)
    {
        var fault = Assert.Throws<DataFormatException>(() => ParameterNames.Read(File(Of("0.weight", [3, 2], 1), Of("0.bias", [3], 1), Of(other, shape, 1)), Chain));
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.Contains(other.Split('.')[^1] is "bias" or "gamma" ? string.Empty : other, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMapNamesWhatIsCalledOtherwise()
    {
        var file = File(Of("layers.0.bias", [3], 1), Of("w0", [3, 2], 2), Of("w1", [1, 3], 3), Of("b1", [1], 4), Of("unused", [9], 5));
        var names = new Dictionary<string, string> { ["layers.0.weight"] = "w0", ["layers.1.weight"] = "w1", ["layers.1.bias"] = "b1" };
        Assert.Equal([3, 3, 3, 4], ParameterNames.Read(file, Chain, names)[1].Values.ToArray());
        Assert.Contains("layers.7.weight", Fault(() => ParameterNames.Read(file, Chain, new Dictionary<string, string> { ["layers.7.weight"] = "w0" })), StringComparison.Ordinal);
        Assert.Contains("'w9'", Fault(() => ParameterNames.Read(file, Chain, new Dictionary<string, string> { ["layers.0.weight"] = "w9" })), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatAreNoParametersIsRefused()
    {
        var whole = new Tensor("layers.1.bias", TensorType.I32, [1], new byte[4]);
        Tensor[] others = [Of("layers.0.weight", [3, 2], 1), Of("layers.0.bias", [3], float.NaN), Of("layers.1.weight", [1, 3], 1)];
        Assert.Contains("I32", Fault(() => ParameterNames.Read(File([.. others, whole]), Chain)), StringComparison.Ordinal);
        var read = ParameterNames.Read(File([.. others, Of("layers.1.bias", [1], 1)]), Chain);
        Assert.Contains("layers.0.bias has 3 of 3", Fault(() => ParameterNames.RefuseNotFinite(read)), StringComparison.Ordinal);
    }

    private static string Fault(Action read) => Assert.Throws<DataFormatException>(read).Message;

    private static Tensor Of(string name, int[] shape, float value)
    {
        var values = new float[shape.Aggregate(1, (product, length) => product * length)];
        values.AsSpan().Fill(value);
        return Tensor.Of(name, shape, values);
    }

    private static TensorFile File(params Tensor[] tensors) => new(tensors, new Dictionary<string, string>());
}
