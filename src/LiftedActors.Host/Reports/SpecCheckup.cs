using LiftedActors.Host.Specs;
using LiftedActors.Model.Laws;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Reports;

/// <summary>The laws of all that a spec names, at its real sizes, on a few random samples; it needs no data.</summary>
/// <param name="spec">The spec.</param>
/// <param name="checkup">Where it is written.</param>
internal sealed class SpecCheckup(ExperimentSpec spec, Checkup checkup)
{
    /// <summary>Runs all.</summary>
    public void Run()
    {
        checkup.Potential("of hidden layers", spec.Design.Hidden);
        checkup.Potential("of the output", spec.Design.Output);
        Operator();
        Layers();
        Method();
        checkup.Title("memory");
        checkup.Remark($"at most {MemoryEstimate.Text(MemoryEstimate.Of(spec, Environment.ProcessorCount, isStreamed: false).Total)} by prediction, images in memory");
    }

    private void Operator()
    {
        if (spec.Task is { Kind: TaskKind.Restoration, Source: not DataSource.Pairs, Shape: { } shape })
        {
            checkup.Title($"operator {spec.Task.Operator} on images of {shape}");
            checkup.Laws(OperatorLaws.Of(OperatorCatalogue.Create(spec.Task.Operator, shape, spec.Seed).At(0)));
        }
    }

    private void Layers()
    {
        var network = spec.Network;
        checkup.Title($"network {string.Join(" -> ", network.Layers.Select(layer => layer.Map.Outputs).Prepend(network.Inputs))}");
        checkup.LawsOfParts(Enumerable.Range(1, network.Depth).Select(layer => ($"layer {layer}", MapLaws.Of(Initial(layer), network.Inputs))));
    }

    private LayerParameters Initial(int layer)
    {
        var parameters = spec.Network.Layers[layer - 1].Map.CreateParameters();
        spec.Initialisation.Fill(parameters, layer, spec.Seed);
        parameters.Pack();
        return parameters;
    }

    private void Method()
    {
        var problem = MethodLaws.Problem(spec.Network, Math.Max(4, spec.Method.Shards), spec.Seed);
        checkup.Title("method");
        checkup.Laws([
            MethodLaws.ForwardPassIsFinite(problem, spec.Initialisation),
            MethodLaws.GapVanishesAfterTheForwardPass(problem, spec.Method.Formulation, spec.Initialisation),
            MethodLaws.IterationsStayFinite(problem, spec.Method, spec.Initialisation)]);
        if (MethodLaws.NoDescent(spec.Method) is { } reason)
        {
            checkup.Remark($"no descent to hold it to: {reason}");
        }
        else
        {
            checkup.Laws([MethodLaws.ObjectiveDescends(problem, spec.Method, spec.Initialisation)]);
        }
    }
}
