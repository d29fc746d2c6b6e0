namespace LiftedActors.Model.Schedules;

/// <summary>Watches grants being carried out, for example with a clock; what carries them out knows none.</summary>
public interface IGrantWatch
{
    /// <summary>Grants are about to be carried out, most often one.</summary>
    /// <returns>A mark for <see cref="End"/>, for example the time.</returns>
    long Begin();

    /// <summary>The grants have been carried out, on the thread that began them.</summary>
    /// <param name="work">What was done.</param>
    /// <param name="grants">The grants that were carried out together.</param>
    /// <param name="begun">The mark of <see cref="Begin"/>.</param>
    void End(Work work, int grants, long begun);
}
