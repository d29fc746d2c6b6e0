using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Tests.Networks.Structured;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Tests.Solving;

namespace LiftedActors.Model.Tests.Networks;

/// <summary>Every architecture in the unified block form.</summary>
public sealed class UnifiedFormTests
{
    public static TheoryData<string> Names => ArchitectureCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void TheReadOutIsTheNestedForwardPass(string name)
    {
        var (form, network, parameters, input) = Lowered(name);
        var u = form.Solve();
        Assert.True(UnifiedForm.ReadOut(u).Values.SequenceEqual(network.Predict(input, parameters).Values));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheArchitectureConstraintIsMetToTheBit(string name)
    {
        var (form, _, _, _) = Lowered(name);
        var u = form.Solve();
        var (coupled, constant) = (form.Coupling(form.Activations(form.Preactivations(u))), form.Constant);
        for (var block = 0; block < u.Length; block++)
        {
            var right = new Matrix(u[block].Rows, u[block].Columns);
            VectorKernels.Combine(coupled[block].Values, 1, constant[block].Values, right.Values);
            Assert.True(u[block].Values.SequenceEqual(right.Values), $"Block {block} of {name}.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheAdjointOfAllPreactivationsIsExact(string name)
    {
        // ⟨W u + b − (W v + b), e⟩ = ⟨u − v, Wᵀe⟩ over all blocks at once.
        var (form, network, _, input) = Lowered(name);
        var (u, v) = (Gaussian("u"), Gaussian("v"));
        Matrix[] e = [.. network.Layers.Select((layer, l) => TinyProblems.Gaussian(input.Rows, layer.Map.Outputs, l, "e"))];
        var left = Dot(form.Preactivations(u), e) - Dot(form.Preactivations(v), e);
        var adjoint = form.Adjoint(e);
        Assert.Equal(left, Dot(u, adjoint) - Dot(v, adjoint), 2000 * PotentialCases.Epsilon * (1 + Math.Sqrt(Dot(e, e) * Dot(u, u))));

        Matrix[] Gaussian(string purpose) =>
            [TinyProblems.Gaussian(input.Rows, network.Inputs, 9, purpose), .. network.Layers.Select((layer, l) => TinyProblems.Gaussian(input.Rows, layer.Map.Outputs, l, purpose))];
    }

    private static double Dot(IEnumerable<Matrix> a, IEnumerable<Matrix> b) =>
        a.Zip(b, (x, y) => PotentialCases.Dot(PotentialCases.Widen(x.Values), PotentialCases.Widen(y.Values))).Sum();

    private static (UnifiedForm Form, Network Network, LayerParameters[] Parameters, Matrix Input) Lowered(string name)
    {
        var network = ArchitectureCases.Build(name);
        var parameters = ArchitectureCases.Parameters(network, 7);
        var input = TinyProblems.Gaussian(3, network.Inputs, 8, "input");
        return (new UnifiedForm(network, parameters, input), network, parameters, input);
    }
}
