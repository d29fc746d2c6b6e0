namespace LiftedActors.Host.Specs;

/// <summary>The samples that a metric is measured on.</summary>
public enum MetricSamples
{
    /// <summary>Those that are trained on.</summary>
    Training,

    /// <summary>Those held out.</summary>
    Validation,

    /// <summary>Those to test on.</summary>
    Test,
}
