using LiftedActors.Model.Inversion;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Inverting;

/// <summary>What conventional methods find, which need derivatives of the activations: each sample for itself, from where the lifted inversion begins.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="steps">The most steps.</param>
internal sealed class Baselines(InversionExperiment experiment, int steps)
{
    private const double Factor = 1.1;

    /// <summary>The Landweber iteration, stopped at 1.1 δ.</summary>
    public Matrix Landweber() => Run((response, data) => new Landweber(response, data));

    /// <summary>Gradient descent through back-propagation on ½|N(u) − f|² + αJ(u), with the prox of J.</summary>
    /// <param name="alpha">α.</param>
    public Matrix Descent(double alpha) => Run((response, data) => new BackpropagatedDescent(response, data, experiment.Regulariser, alpha));

    private Matrix Run(Func<NetworkResponse, Real[], InversionIteration> create)
    {
        var (model, measurements) = (experiment.Model, experiment.Measurements);
        var found = new Matrix(measurements.Data.Rows, model.Network.Inputs);
        Parallel.For(0, found.Rows, row =>
        {
            var iteration = create(NetworkResponse.Of(model.Network, model.Parameters), measurements.Data.Row(row).ToArray());
            iteration.StartFrom(experiment.Start.Row(row));
            var target = Factor * measurements.NoiseNorms[row];
            iteration.Run(steps, report => Math.Sqrt(2 * report.Misfit) <= target);
            iteration.Solution.CopyTo(found.Row(row));
        });
        return found;
    }
}
