using LiftedActors.Host.Specs;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Architectures;

namespace LiftedActors.Host.Tests.Specs;

/// <summary>Networks other than perceptrons in a spec.</summary>
public sealed class ArchitectureSpecTests
{
    [Fact]
    public void Every_architecture_can_be_named()
    {
        Assert.NotEmpty(Families.Architectures.Words);
        Assert.All(Families.Architectures.Words, word =>
        {
            var parameters = word == "residual" ? """{ "width": 12, "hidden": 5, "blocks": 2 }""" : """{ "iterations": 2, "filters": 3, "kernel": 3 }""";
            var spec = SmallSpec.Read("task.operator=identity", "network.widths=null", $$"""network.architecture={ "{{word}}": {{parameters}} }""");
            Assert.Equal(spec.Task.Shape!.Value.Pixels, spec.Network.Outputs);
        });
    }

    [Fact]
    public void A_sequential_network_is_a_list_of_layers()
    {
        var spec = SmallSpec.Read(
            "network.widths=null",
            """network.layers=[ { "convolution": { "filters": 3 } }, "average-pooling", { "convolution": { "filters": 2, "kernel": 5, "mode": "reflect" } }, { "dense": { "outputs": 64 } } ]""");
        Assert.Equal(3, spec.Network.Depth);
        Assert.False(spec.Design.Architecture.IsConvolutional);
        Assert.Equal(64, spec.Network.Outputs);
    }

    [Theory]
    [InlineData("""network.layers=[ { "convolution": { "filters": 3 } }, "average-pooling" ]""", "network.layers", "end with a convolution")]
    [InlineData("""network.layers=[ { "convolution": { "filtres": 3 } } ]""", "network.layers.0", "filters")]
    [InlineData("""network.layers=[ { "convolution": { "filters": 3 } }, "pooling" ]""", "network.layers.1", "average-pooling")]
    [InlineData("""network.layers=[ { "dense": { "outputs": 5 } } ]""", "network.layers", "64 are needed")]
    [InlineData("""network.layers=7""", "network.layers", "list")]
    [InlineData("""network.architecture={ "residual": { "width": 0, "hidden": 4 } }""", "network.architecture", "Width")]
    [InlineData("""network.architecture={ "dual-forward-backward": { "kernel": 4 } }""", "network.architecture", "centre")]
    [InlineData("""network.architecture="resnet" """, "network.architecture", "residual")]
    public void A_fault_names_its_place_and_the_mend(string change, string place, string mend)
    {
        var fault = Assert.Throws<SpecException>(() => SmallSpec.Read("network.widths=null", change));
        Assert.Contains(place, fault.Message, StringComparison.Ordinal);
        Assert.Contains(mend, fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_constraints_of_a_residual_network_can_have_a_weight_of_their_own()
    {
        string[] residual = ["task.operator=identity", "network.widths=null", """network.architecture={ "residual": { "width": 12, "hidden": 5, "blocks": 2 } }"""];
        Assert.Equal(50, SmallSpec.Read([.. residual, "method.constraintWeight=50"]).Method.Formulation.ConstraintWeight);
        Assert.Null(SmallSpec.Read(residual).Method.Formulation.ConstraintWeight);
        foreach (var (overrides, mend) in new (string[], string)[] { ([.. residual, "method.constraintWeight=0"], "above 0"), (["method.constraintWeight=50"], "residual") })
        {
            var fault = Assert.Single(Assert.Throws<SpecException>(() => SmallSpec.Read(overrides)).Faults);
            Assert.Equal("method.constraintWeight", fault.Path);
            Assert.Contains(mend, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_scheme_of_initial_weights_can_be_named() => Assert.All(Families.Initialisations.Words, word =>
        Assert.NotEqual(typeof(Initialisation), SmallSpec.Read($"network.initialisation.scheme={word}").Initialisation.GetType()));
}
