using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// The kernels that grants ask for. A grant alone has them called at once; of several, each kind is called once for all of them, in the order in
/// which one grant alone calls them: x = f(z, Θ), σ(x), the error, its two adjoints, and the step.
/// </summary>
/// <param name="device">Where the values lie.</param>
/// <param name="longest">The most grants of a run.</param>
internal sealed class KernelCalls(ComputeDevice device, int longest)
{
    private readonly Calls<LayerProduct> _applied = new(longest);
    private readonly Calls<ActivationPass> _activated = new(longest);
    private readonly Calls<PenaltyPass> _errors = new(longest);
    private readonly Calls<LayerProduct> _fedBack = new(longest);
    private readonly Calls<LayerCorrelation> _correlated = new(longest);
    private readonly Calls<UpdateTurn> _steps = new(longest);
    private readonly double[] _penalties = new double[longest];
    private readonly double[] _squaredMoves = new double[longest];
    private bool _atOnce;

    /// <summary>Begins a run of so many grants.</summary>
    public void Begin(int count) => _atOnce = count == 1;

    /// <summary>Asks for x = f(z, Θ).</summary>
    public void Apply(in LayerProduct product)
    {
        if (_atOnce)
        {
            product.Operator.Apply(product.Input, product.Parameters, product.Result);
        }
        else
        {
            _applied.Add(product);
        }
    }

    /// <summary>Asks for σ(x).</summary>
    public void Activate(ConvexPotential potential, DeviceMatrix x, DeviceMatrix result)
    {
        if (_atOnce)
        {
            device.Activate(potential, x, result);
        }
        else
        {
            _activated.Add(new ActivationPass(potential, x, result));
        }
    }

    /// <summary>Asks for the error and the penalty.</summary>
    /// <returns>The ticket for <see cref="Penalty"/>.</returns>
    public int Error(in PenaltyPass pass)
    {
        if (_atOnce)
        {
            _penalties[0] = device.Error(pass.Penalty, pass.X, pass.Z, pass.Error);
            return 0;
        }

        return _errors.Add(pass);
    }

    /// <summary>Asks for A(Θ)ᵀe.</summary>
    public void ApplyAdjoint(in LayerProduct product)
    {
        if (_atOnce)
        {
            product.Operator.ApplyAdjoint(product.Input.Activations, product.Parameters, product.Result);
        }
        else
        {
            _fedBack.Add(product);
        }
    }

    /// <summary>Asks for the gradient of ⟨e, f(z, Θ)⟩ in Θ.</summary>
    public void Correlate(in LayerCorrelation correlation)
    {
        if (_atOnce)
        {
            correlation.Operator.Correlate(correlation.Error, correlation.Input, correlation.Parameters, correlation.Gradient);
        }
        else
        {
            _correlated.Add(correlation);
        }
    }

    /// <summary>Asks for a step; all steps of a run are of one update.</summary>
    /// <returns>The ticket for <see cref="SquaredMove"/>.</returns>
    public int Step(in UpdateTurn turn)
    {
        if (_atOnce)
        {
            _squaredMoves[0] = turn.Update.Step(turn.Problem, turn.Memory);
            return 0;
        }

        return _steps.Add(turn);
    }

    /// <summary>What <see cref="Error"/> asked for.</summary>
    public double Penalty(int ticket) => _penalties[ticket];

    /// <summary>|next − current|² of what <see cref="Step"/> asked for.</summary>
    public double SquaredMove(int ticket) => _squaredMoves[ticket];

    /// <summary>Calls all that was asked for and has not been called.</summary>
    public void Run()
    {
        if (_atOnce)
        {
            return;
        }

        if (_applied.Any)
        {
            device.Apply(_applied.Take());
        }

        if (_activated.Any)
        {
            device.Activate(_activated.Take());
        }

        if (_errors.Any)
        {
            device.Error(_errors.Take(), _penalties);
        }

        if (_fedBack.Any)
        {
            device.ApplyAdjoint(_fedBack.Take());
        }

        if (_correlated.Any)
        {
            device.Correlate(_correlated.Take());
        }

        if (_steps.Any)
        {
            var steps = _steps.Take();
            steps[0].Update.Step(steps, _squaredMoves);
        }
    }

    private sealed class Calls<T>(int longest)
    {
        private readonly T[] _calls = new T[longest];
        private int _count;

        public bool Any => _count > 0;

        public int Add(in T call)
        {
            _calls[_count] = call;
            return _count++;
        }

        public ReadOnlySpan<T> Take()
        {
            var taken = _calls.AsSpan(0, _count);
            _count = 0;
            return taken;
        }
    }
}
