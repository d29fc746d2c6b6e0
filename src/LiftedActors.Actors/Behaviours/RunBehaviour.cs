using LiftedActors.Model.Solving;

namespace LiftedActors.Actors.Behaviours;

/// <summary>The run.</summary>
internal sealed class RunBehaviour(IEngine engine, Func<LiftedObjective> lift, RunSetting setting, TaskCompletionSource<Solution> ending) : IBehaviour
{
    /// <inheritdoc/>
    public void Receive(Message message, IOutbox outbox)
    {
        if (message is BeginRun)
        {
            engine.Stop(Address.Run(setting.RunId));
            ending.SetException(new InvalidOperationException($"{lift().Blocks.Length} blocks have no behaviours yet."));
        }
    }
}
