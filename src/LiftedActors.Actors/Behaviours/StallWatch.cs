namespace LiftedActors.Actors.Behaviours;

/// <summary>
/// Notices that nothing moves. After half the time limit those that are waited for are asked what they wait for; a turn that one of
/// them has carried out meanwhile is a move, so that only a silence longer than any single kernel counts.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="timeout">How long nothing may move.</param>
internal sealed class StallWatch(TimeProvider time, TimeSpan timeout)
{
    private readonly Dictionary<Address, Waiting> _answers = [];
    private long _moved = time.GetTimestamp();
    private long? _asked;

    /// <summary>Whether somebody has said what it waits for since the last move.</summary>
    public bool HasAnswers => _answers.Count > 0;

    /// <summary>Something moved.</summary>
    public void Move()
    {
        _moved = time.GetTimestamp();
        _asked = null;
        _answers.Clear();
    }

    /// <summary>Somebody said what it waits for.</summary>
    public void Answer(Waiting answer)
    {
        if (!_answers.TryGetValue(answer.Waiter, out var before) || answer.Done == before.Done)
        {
            _answers[answer.Waiter] = answer;
        }
        else if (answer.Done > before.Done)
        {
            Move();
            _answers[answer.Waiter] = answer;
        }
    }

    /// <summary>Whether it is time to ask.</summary>
    public bool ShouldAsk()
    {
        if (time.GetElapsedTime(_moved) < timeout / 2)
        {
            return false;
        }

        _asked ??= time.GetTimestamp();
        return true;
    }

    /// <summary>Whether nothing has moved for too long, although those that are waited for had the time to answer.</summary>
    public bool IsStalled() =>
        time.GetElapsedTime(_moved) >= timeout && _asked is { } asked && time.GetElapsedTime(asked) >= timeout / 4;

    /// <summary>Who waits for what, one clause each.</summary>
    /// <param name="awaited">Those that are waited for.</param>
    public string Describe(IEnumerable<Address> awaited) => string.Join("; ", awaited.Select(Describe));

    private string Describe(Address address) =>
        _answers.TryGetValue(address, out var answer) ? $"{address} waits for {answer.What}" : $"{address} does not answer";
}
