namespace LiftedActors.Host.Specs;

/// <summary>How grey values become inputs of a network that tells classes apart.</summary>
public enum InputScaling
{
    /// <summary>As they are, from 0 to 1.</summary>
    Unit,

    /// <summary>Less their mean, over their standard deviation, both of the training pixels.</summary>
    Standard,
}
