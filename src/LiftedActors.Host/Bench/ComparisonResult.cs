namespace LiftedActors.Host.Bench;

/// <summary>How contenders did on one experiment.</summary>
/// <param name="Name">The experiment.</param>
/// <param name="Degraded">The mean PSNR of the degraded test images.</param>
/// <param name="Contenders">The contenders.</param>
internal sealed record ComparisonResult(string Name, double Degraded, IReadOnlyList<ContenderResult> Contenders);
