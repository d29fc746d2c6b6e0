using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Solving;

/// <summary>A problem that can be lifted: the network, and what Z_L is pinned at. Which of the other blocks are free is what tells problems apart.</summary>
public abstract record LiftedProblem
{
    /// <summary>Creates the problem.</summary>
    private protected LiftedProblem(Network network, IRows targets, long seed) => (Network, Targets, Seed) = (network, targets, seed);

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>yⁱ or f^δ, samples × n_L.</summary>
    public IRows Targets { get; }

    /// <summary>The seed.</summary>
    public long Seed { get; }

    /// <summary>The number of samples.</summary>
    public int Samples => Targets.Rows;
}
