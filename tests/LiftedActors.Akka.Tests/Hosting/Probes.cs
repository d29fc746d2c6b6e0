using System.Collections.Concurrent;
using Akka.Actor;
using Akka.TestKit;
using LiftedActors.Actors;

namespace LiftedActors.Akka.Tests.Hosting;

/// <summary>An outbox whose every address is a probe.</summary>
internal sealed class Probes(TestKitBase kit) : IOutbox
{
    private readonly ConcurrentDictionary<Address, TestProbe> _probes = new();

    public TestProbe this[Address address] => _probes.GetOrAdd(address, _ => kit.CreateTestProbe());

    public void Send(Address to, Message message) => this[to].Ref.Tell(new Delivery(message), ActorRefs.NoSender);

    /// <summary>The next message at an address.</summary>
    public async Task<T> Next<T>(Address address)
        where T : Message =>
        Assert.IsType<T>((await this[address].ExpectMsgAsync<Delivery>()).Message);
}
