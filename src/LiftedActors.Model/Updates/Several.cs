using System.Runtime.CompilerServices;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Model.Updates;

/// <summary>Room on the stack for as many values as one call may take.</summary>
[InlineArray(PlanSetting.MostTogether)]
internal struct Several<T>
{
    private T _first;
}
