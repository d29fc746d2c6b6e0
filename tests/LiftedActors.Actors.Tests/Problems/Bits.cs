using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Actors.Tests.Problems;

/// <summary>Digests, so that equal bits are equal strings.</summary>
public static class Bits
{
    public static string Of(IEnumerable<LayerParameters> parameters) =>
        Digest(parameters.Select(value => MemoryMarshal.AsBytes(value.Values).ToArray()));

    /// <summary>All values, moments and step counts.</summary>
    public static string Of(IEnumerable<BlockState> states) => Digest(states.SelectMany(state =>
        state.Arrays.Select(array => MemoryMarshal.AsBytes(array.Values.Span).ToArray()).Append(BitConverter.GetBytes(state.Steps))));

    public static string Of(LiftedObjective objective) => Of([.. objective.Blocks.Select(block => block.Save())]);

    private static string Of(ImmutableArray<BlockState> states) => Of(states.AsEnumerable());

    private static string Digest(IEnumerable<byte[]> parts) => Convert.ToHexString(SHA256.HashData([.. parts.SelectMany(part => part)]));
}
