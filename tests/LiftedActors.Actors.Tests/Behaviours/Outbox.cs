namespace LiftedActors.Actors.Tests.Behaviours;

/// <summary>Keeps what a behaviour sends.</summary>
internal sealed class Outbox : IOutbox
{
    private readonly List<(Address To, Message Message)> _sent = [];

    public void Send(Address to, Message message) => _sent.Add((to, message));

    /// <summary>What was sent since the last call.</summary>
    public IReadOnlyList<(Address To, Message Message)> Take()
    {
        var sent = _sent.ToArray();
        _sent.Clear();
        return sent;
    }
}
