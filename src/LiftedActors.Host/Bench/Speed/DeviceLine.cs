using System.Text.Json.Nodes;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>One thing that is known of the machine.</summary>
/// <param name="Key">Its key in JSON.</param>
/// <param name="Value">Its value in JSON.</param>
/// <param name="Text">The line of text.</param>
internal sealed record DeviceLine(string Key, JsonNode? Value, string Text);
