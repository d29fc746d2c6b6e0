namespace LiftedActors.Model.Formats.PyTorch;

/// <summary>A dictionary of a pickle, ordered or not. Keys are compared by nobody, so that hostile ones do no harm.</summary>
internal sealed class PickleDictionary
{
    /// <summary>The entries in order.</summary>
    public List<(object? Key, object? Value)> Entries { get; } = [];
}

/// <summary>A name that a pickle refers to: one of the few that are known, never looked up anywhere else.</summary>
/// <param name="module">The Python module.</param>
/// <param name="name">The name in it.</param>
/// <param name="call">What a call of it makes of its arguments; null for what is not called.</param>
internal sealed class PickleGlobal(string module, string name, Func<object?[], object?>? call)
{
    /// <summary>What a call makes of its arguments; null for what is not called.</summary>
    public Func<object?[], object?>? Call => call;

    /// <inheritdoc/>
    public override string ToString() => $"{module}.{name}";
}

/// <summary>The numbers that tensors lie in.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Key">The name of their entry in the archive.</param>
/// <param name="Count">How many there are.</param>
internal sealed record PickledStorage(TensorType Type, string Key, long Count);

/// <summary>A tensor: a layout over a storage.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Layout">Where its elements are.</param>
internal sealed record PickledTensor(PickledStorage Storage, StridedLayout Layout);
