namespace LiftedActors.Model.Devices;

/// <summary>A product of a layer: f(z, Θ), or its adjoint.</summary>
/// <param name="Operator">The layer on the device.</param>
/// <param name="Input">What it reads: z with the data of the map, or e.</param>
/// <param name="Parameters">One version of Θ.</param>
/// <param name="Result">Overwritten.</param>
public readonly record struct LayerProduct(LayerOperator Operator, LayerInput Input, DeviceParameters Parameters, DeviceMatrix Result);

/// <summary>The gradient of ⟨e, f(z, Θ)⟩ in Θ.</summary>
/// <param name="Operator">The layer on the device.</param>
/// <param name="Error">e.</param>
/// <param name="Input">What the map read.</param>
/// <param name="Parameters">Θ of then.</param>
/// <param name="Gradient">Overwritten.</param>
public readonly record struct LayerCorrelation(LayerOperator Operator, DeviceMatrix Error, LayerInput Input, DeviceParameters Parameters, DeviceParameters Gradient);
