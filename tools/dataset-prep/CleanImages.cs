using LiftedActors.Model.Imaging;

namespace LiftedActors.DatasetPrep;

/// <summary>Clean images before they are degraded.</summary>
/// <param name="Shape">The shape of one image.</param>
/// <param name="Pixels">The grey values, samples × pixels.</param>
/// <param name="Labels">One label for every sample, or none at all.</param>
/// <param name="FirstSample">The number of the first sample in the streams of noise and of drawn operators.</param>
/// <param name="Source">What they are, in words.</param>
internal sealed record CleanImages(ImageShape Shape, Real[] Pixels, byte[] Labels, int FirstSample, string Source);
