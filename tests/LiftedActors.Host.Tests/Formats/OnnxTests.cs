using System.Collections.Immutable;
using LiftedActors.Host.Formats.Onnx;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Architectures;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Host.Tests.Formats;

public sealed class OnnxTests
{
    public static TheoryData<string> Names => OnnxCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_comes_back_with_the_same_outputs(string name)
    {
        var network = OnnxCases.Networks[name];
        var parameters = OnnxCases.Parameters(network);
        var bytes = OnnxCases.Written(network, parameters);
        var read = OnnxCases.Read(bytes);
        var inputs = OnnxCases.Inputs(5, network.Inputs);

        Assert.Equal(bytes, OnnxCases.Written(network, parameters));
        Assert.Equal((network.Inputs, network.Outputs, network.ParameterCount), (read.Network.Inputs, read.Network.Outputs, read.Network.ParameterCount));
        var (expected, actual) = (network.Predict(inputs, parameters).Values.ToArray(), read.Network.Predict(inputs, read.Parameters).Values.ToArray());
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * (1 + Math.Abs(pair.First))));
    }

    [Fact]
    public void A_perceptron_comes_back_as_one()
    {
        var network = OnnxCases.Networks["soft-threshold"];
        var read = OnnxCases.Read(OnnxCases.Written(network, OnnxCases.Parameters(network)));

        Assert.All(read.Network.Layers, layer => Assert.IsType<Affine>(layer.Map));
        Assert.All(read.Network.Layers, layer => Assert.Equal((float)0.1, (float)Assert.IsType<Separable<SoftThreshold>>(layer.Activation).Law.Threshold));
    }

    public static TheoryData<string, string> Unwritten => new()
    {
        { "arctan", "Arctan" },
        { "firm-threshold", "FirmThreshold" },
        { "group-soft-threshold", "GroupSoftThreshold" },
        { "sparsemax", "Sparsemax" },
    };

    [Theory]
    [MemberData(nameof(Unwritten))]
    public void An_activation_without_a_form_is_refused_by_name(string word, string named)
    {
        var network = Network.Perceptron([4, 4, 4], PotentialCatalogue.Create(word), PotentialCatalogue.Create("identity"));
        var fault = Assert.Throws<DataFormatException>(() => OnnxCases.Written(network, OnnxCases.Parameters(network)));

        Assert.Contains("Layer 1", fault.Message, StringComparison.Ordinal);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_without_a_form_is_refused_by_name()
    {
        var network = OnnxCases.Build(new DualForwardBackward(2, 3, 3), PotentialCatalogue.Create("box"), PotentialCatalogue.Create("identity"));
        var fault = Assert.Throws<DataFormatException>(() => OnnxCases.Written(network, OnnxCases.Parameters(network)));

        Assert.Contains("Layer 2", fault.Message, StringComparison.Ordinal);
        Assert.Contains("reflected", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Graphs of two features and what they make of (2, −0.5), by hand.</summary>
    public static TheoryData<string, double, double> Graphs => new()
    {
        { "MatMul x w", 2 - 1.5, 4 - 2 },
        { "MatMul x w | Add @ b", 0.5 + 10, 2 + 20 },
        { "MatMul x w | Add b @", 0.5 + 10, 2 + 20 },
        { "Gemm x w b", 0.5 + 10, 2 + 20 },
        { "Gemm x w b transB=1 alpha=2 beta=0.5", (2 * (2 - 1)) + 5, (2 * (6 - 2)) + 10 },
        { "Relu x", 2, 0 },
        { "Add x b | Relu", 12, 19.5 },
        { "Sub x b | LeakyRelu alpha=0.5", -4, -10.25 },
        { "Sub b x", 8, 20.5 },
        { "Sub x one | Mul @ half", 0.5, -0.75 },
        { "Clip x half one", 1, 0.5 },
        { "Clip x min=-0.25 max=1.5", 1.5, -0.25 },
        { "Clip x half", 2, 0.5 },
        { "Clip x zero", 2, 0 },
        { "Shrink x bias=1 lambd=1", 1, 0 },
        { "Sign x s | Abs x a | Sub a one d | Relu d r | Mul r s", 1, 0 },
        { "Sign x s | Abs x a | Sub a one d | Max d zero r | Mul s r", 1, 0 },
        { "Clip x negative one c | Sub x c", 1, 0 },
        { "Greater x one g | Sub x one p | Where g p zero a | Less x negative l | Add x one q | Where l q zero c | Add a c", 1, 0 },
        { "Relu x r | Add r x", 4, -0.5 },
        { "Relu x r | Sub x r", 0, -0.5 },
        { "MatMul x w y | Relu y r | MatMul r w z | Add z y", 6.5 + 0.5, 9 + 2 },
        { "MatMul x w y | MatMul y w z | Add z y", 6.5 + 0.5, 9 + 2 },
        { "Flatten x | Reshape @ same | Identity | Softsign", 2.0 / 3, -0.5 / 1.5 },
        { "Reshape x planes | Relu | Reshape @ flat", 2, 0 },
        { "Constant c 3 | Mul c x", 6, -1.5 },
        { "Identity w v | MatMul x v", 0.5, 2 },
    };

    [Theory]
    [MemberData(nameof(Graphs))]
    public void A_graph_is_read_as_it_is_meant(string text, double first, double second)
    {
        var read = GraphReading.Network(GraphText.Model(text));
        var output = read.Network.Predict(Matrix.Over([2, (Real)(-0.5)], 1, 2), read.Parameters);

        Assert.Equal(first, output.Values[0], 1e-5);
        Assert.Equal(second, output.Values[1], 1e-5);
    }

    /// <summary>Graphs that are refused, and what the message names beside the operator.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "Gelu x", "not monotone" },
        { "Erf x", "gelu" },
        { "Sigmoid x s | Mul x s", "silu" },
        { "Sigmoid x s | Mul s x", "silu" },
        { "Softplus x s | Tanh s t | Mul x t", "mish" },
        { "HardSwish x", "hard-swish" },
        { "Selu x", "slope exceeds 1" },
        { "Elu x alpha=2", "no convex potential" },
        { "LeakyRelu x alpha=-1", "no convex potential" },
        { "MaxPool x", "neither linear nor" },
        { "BatchNormalization x", "model.eval()" },
        { "Shape x s", "fixed batch" },
        { "Sin x", "read are Gemm" },
        { "Mul x x", "one constant number" },
        { "Mul x b", "one constant number" },
        { "MatMul w x", "from the data" },
        { "Gemm w w x", "first value" },
        { "MatMul x x", "from the data" },
        { "Gemm x w transA=1", "mixes samples" },
        { "Gemm x w gamma=1", "gamma" },
        { "Gemm x thin", "by a matrix" },
        { "Add x three", "adds a constant" },
        { "Softmax x axis=0", "axis 0" },
        { "Clip x min=1 max=1", "no convex potential" },
        { "Flatten x axis=0", "axis 0" },
        { "Reshape x flipped", "batch in front" },
        { "Conv x kernel", "where channels" },
        { "Reshape x planes | Conv @ kernel group=2", "groups" },
        { "Reshape x planes | Conv @ kernel", "does not fit" },
        { "Reshape x planes | Conv @ w", "only convolutions" },
        { "Clip x b", "constant ends" },
        { "Relu missing", "no node before" },
        { "Add one one", "constants alone" },
        { "Relu x alpha=1", "alpha" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_of_the_subset_is_named_with_its_node(string text, string named)
    {
        var fault = Assert.Throws<DataFormatException>(() => GraphReading.Network(GraphText.Model(text)));

        Assert.Contains("The node 'n", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.Message.Contains(named, StringComparison.Ordinal), fault.Message);
    }

    [Fact]
    public void Other_models_are_refused()
    {
        var model = GraphText.Model("Relu x");
        (string Named, OnnxModel Model)[] cases =
        [
            ("layers.0.bias has 1 of 2", GraphText.Model("Gemm x w broken")),
            ("operator set 6", model with { Opset = 6 }),
            ("inputs", model with { Graph = model.Graph with { Inputs = [] } }),
            ("outputs", model with { Graph = model.Graph with { Outputs = [.. model.Graph.Outputs, .. model.Graph.Outputs] } }),
            ("fixed lengths", model with { Graph = model.Graph with { Inputs = [new OnnxValue("x", [null, null])] } }),
            ("fixed lengths", model with { Graph = model.Graph with { Inputs = [new OnnxValue("x", [null, 1L << 30, 1L << 30, 1L << 30])] } }),
            ("declares", model with { Graph = model.Graph with { Outputs = [model.Graph.Outputs[0] with { Shape = [null, 7] }] } }),
            ("does not depend", model with { Graph = model.Graph with { Nodes = [], Outputs = [new OnnxValue("w", [])] } }),
            ("no layer", model with { Graph = model.Graph with { Nodes = [], Outputs = [new OnnxValue("x", [])] } }),
            ("(com.example.Relu)", model with { Graph = model.Graph with { Nodes = [model.Graph.Nodes[0] with { Domain = "com.example" }] } }),
        ];
        Assert.All(cases, one => Assert.Contains(one.Named, Assert.Throws<DataFormatException>(() => GraphReading.Network(one.Model)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void No_truncation_and_no_flipped_byte_escapes()
    {
        var network = OnnxCases.Networks["pooling first"];
        var bytes = OnnxCases.Written(network, OnnxCases.Parameters(network));
        for (var length = 0; length < bytes.Length; length += 3)
        {
            Assert.True(Record.Exception(() => OnnxCases.Read(bytes[..length])) is DataFormatException, $"length {length}");
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= (byte)(1 << (i % 8));
            var fault = Record.Exception(() => OnnxCases.Read(damaged));
            Assert.True(fault is null or DataFormatException, $"byte {i}: {fault}");
        }
    }

    [Fact]
    public void A_tensor_that_claims_terabytes_or_lies_elsewhere_is_refused()
    {
        ProtobufFields Shaped(long first, long second) => new ProtobufFields().Whole(1, first).Whole(1, second).Whole(2, 1).Text(8, "w");
        ProtobufFields Tensor(long length) => Shaped(length, length);
        (string Named, ProtobufFields Fields)[] cases =
        [
            ("does not fit", Tensor(1 << 20).Bytes(9, Google.Protobuf.ByteString.CopyFrom(new byte[8]))),
            ("does not fit", Tensor(long.MaxValue)),
            ("does not fit", Shaped(1L << 31, 0)),
            ("does not fit", Shaped(0, 1L << 31)),
            ("does not fit", Shaped(-1, 0)),
            ("beside the model", Tensor(1).Whole(14, 1)),
            ("type 8", new ProtobufFields().Whole(1, 1).Whole(2, 8).Text(8, "w")),
        ];
        Assert.All(cases, one => Assert.Contains(one.Named, Assert.Throws<DataFormatException>(() => OnnxTensor.Read(new ProtobufMessage(one.Fields.ToBytes()))).Message, StringComparison.Ordinal));
    }
}
