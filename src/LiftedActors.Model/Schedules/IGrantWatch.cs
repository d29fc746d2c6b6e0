namespace LiftedActors.Model.Schedules;

/// <summary>Watches grants being carried out, for example with a clock; what carries them out knows none.</summary>
public interface IGrantWatch
{
    /// <summary>A grant is about to be carried out.</summary>
    /// <returns>A mark for <see cref="End"/>, for example the time.</returns>
    long Begin();

    /// <summary>A grant has been carried out, on the thread that began it.</summary>
    /// <param name="work">What was done.</param>
    /// <param name="begun">The mark of <see cref="Begin"/>.</param>
    void End(Work work, long begun);
}
