using System.Collections.Concurrent;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Actors.Tests.Engines;

/// <summary>What may happen to a message, each with its probability.</summary>
internal sealed record Hostility(double Lost, double Twice, double Late);

/// <summary>
/// A simulation on one thread and in virtual time. Every message has a delay of its own, so that none keeps its place among others,
/// not even between the same two behaviours; some come twice, some very late, some never. All of it is a function of the seed.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="hostility">What may happen.</param>
internal sealed class HostileEngine(long seed, Hostility hostility) : IEngine
{
    private readonly ConcurrentDictionary<Address, IBehaviour> _behaviours = new();
    private readonly object _gate = new();
    private RandomStream _random = new(seed, "hostility");

    public string Name => "Hostile";

    public int Workers => 2;

    public VirtualTime Time { get; } = new();

    /// <summary>The longest ordinary delay.</summary>
    public static TimeSpan Delay { get; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest delay of a late message.</summary>
    public static TimeSpan LateDelay { get; } = TimeSpan.FromSeconds(20);

    public int Lost { get; private set; }

    public void Host(Address address, IBehaviour behaviour) => _behaviours[address] = behaviour;

    public void Stop(Address address) => _behaviours.TryRemove(address, out _);

    public void Send(Address to, Message message)
    {
        lock (_gate)
        {
            // What comes from outside is not on the wire.
            if (message.Generation > 0 && _random.Uniform() < hostility.Lost)
            {
                Lost++;
                return;
            }

            var copies = _random.Uniform() < hostility.Twice ? 2 : 1;
            for (var i = 0; i < copies; i++)
            {
                var longest = _random.Uniform() < hostility.Late ? LateDelay : Delay;
                Time.Schedule(longest * _random.Uniform(), () => Deliver(to, message));
            }
        }
    }

    /// <summary>Carries messages until a task is complete.</summary>
    public T Simulate<T>(Task<T> task)
    {
        while (!task.IsCompleted && Time.Step())
        {
        }

        return task.GetAwaiter().GetResult();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Deliver(Address to, Message message)
    {
        if (!_behaviours.TryGetValue(to, out var behaviour))
        {
            return;
        }

        try
        {
            behaviour.Receive(message, this);
        }
        catch (Exception cause)
        {
            Stop(to);
            Send(Address.Run(message.RunId), new BehaviourFailed(message.RunId, message.Generation, to, cause));
        }
    }
}
