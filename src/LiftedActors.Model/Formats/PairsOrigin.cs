namespace LiftedActors.Model.Formats;

/// <summary>Where a set of <see cref="ImagePairs"/> comes from: enough to make it again.</summary>
/// <param name="Operator">The forward operator as written on the command line, for instance <c>gaussian-blur:edges=zero,sigma=1.5,size=9</c>.</param>
/// <param name="Noise">The standard deviation of the noise.</param>
/// <param name="Seed">The seed of the noise, of drawn operators and of drawn images.</param>
/// <param name="FirstSample">The number of the first pair in the streams of noise and of drawn operators.</param>
/// <param name="Source">What the clean images are, in words.</param>
public sealed record PairsOrigin(string Operator, double Noise, long Seed, int FirstSample, string Source);
