using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks;

/// <summary>The nested forward pass with the buffers of every layer, so that many batches of samples are judged in the memory of one.</summary>
public sealed class ForwardPass
{
    private readonly Network _network;
    private readonly Matrix[] _outputs;
    private readonly LayerOperator[] _operators;

    /// <summary>Creates the buffers.</summary>
    /// <param name="network">The network.</param>
    /// <param name="samples">The most samples at a time.</param>
    public ForwardPass(Network network, int samples) =>
        (_network, _outputs, _operators) = (
            network,
            [.. network.Layers.Select(layer => new Matrix(samples, layer.Map.Outputs))],
            [.. network.Layers.Select(layer => ComputeDevice.Host.CreateOperator(layer.Map, samples))]);

    /// <summary>The memory of the buffers.</summary>
    public static Footprint Footprint(string part, Network network, int samples) => network.Layers.Aggregate(
        Kernels.Footprint.Nothing, (sum, layer) => sum + Matrix.Footprint(part, samples, layer.Map.Outputs) + layer.Map.OperatorFootprint(samples));

    /// <summary>The network's output; it stands until the next call.</summary>
    /// <param name="input">samples × n₀.</param>
    /// <param name="parameters">One version of Θ per layer.</param>
    /// <returns>samples × n_L.</returns>
    public Matrix Predict(Matrix input, IReadOnlyList<LayerParameters> parameters)
    {
        var z = input;
        for (var l = 0; l < _network.Depth; l++)
        {
            var x = _outputs[l];
            _operators[l].Apply(new LayerInput(z, input), parameters[l], x);
            _network.Layers[l].Activation.Activate(x, x);
            z = x;
        }

        return z;
    }
}
