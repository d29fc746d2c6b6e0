using LiftedActors.Model.Schedules;

namespace LiftedActors.Gpu.Kernels;

/// <summary>What one launch works on: layers of one shape, told apart by an index of the grid.</summary>
/// <typeparam name="T">What a layer gives.</typeparam>
internal interface IMembers<out T>
    where T : struct
{
    /// <summary>One of them.</summary>
    T this[int index] { get; }
}

/// <summary>A layer alone.</summary>
/// <param name="member">What it gives.</param>
internal readonly struct One<T>(T member) : IMembers<T>
    where T : struct
{
    private readonly T _member = member;

    /// <inheritdoc/>
    public T this[int index] => _member;
}

/// <summary>Up to sixteen layers. They travel with the launch itself, so that nothing is copied to the accelerator before it.</summary>
internal readonly struct Members<T> : IMembers<T>
    where T : struct
{
    private readonly T _0, _1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15;

    /// <summary>Takes members, at least one; the places that are left repeat the first, as an empty view cannot travel.</summary>
    public Members(ReadOnlySpan<T> members)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members.Length, PlanSetting.MostTogether);
        (_0, _1, _2, _3) = (At(members, 0), At(members, 1), At(members, 2), At(members, 3));
        (_4, _5, _6, _7) = (At(members, 4), At(members, 5), At(members, 6), At(members, 7));
        (_8, _9, _10, _11) = (At(members, 8), At(members, 9), At(members, 10), At(members, 11));
        (_12, _13, _14, _15) = (At(members, 12), At(members, 13), At(members, 14), At(members, 15));
    }

    /// <inheritdoc/>
    public T this[int index] => index switch
    {
        1 => _1,
        2 => _2,
        3 => _3,
        4 => _4,
        5 => _5,
        6 => _6,
        7 => _7,
        8 => _8,
        9 => _9,
        10 => _10,
        11 => _11,
        12 => _12,
        13 => _13,
        14 => _14,
        15 => _15,
        _ => _0,
    };

    private static T At(ReadOnlySpan<T> members, int index) => members[index < members.Length ? index : 0];
}
