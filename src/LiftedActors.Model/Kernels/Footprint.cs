using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels;

/// <summary>The memory that something takes once it is made, in bytes, by what it is for. Types tell theirs from what their constructors are given.</summary>
public sealed class Footprint
{
    /// <summary>W and b, every version.</summary>
    public const string Parameters = "parameters";

    /// <summary>W as the products read it.</summary>
    public const string PackedForms = "packed forms";

    /// <summary>Moments of updates, the copies kept until a trial is settled, and the points that proximal terms pull to.</summary>
    public const string UpdateMemory = "memory of updates";

    /// <summary>The summands (eᵀz, Σe) of every layer and shard.</summary>
    public const string Summands = "summands of gradients";

    /// <summary>z, every version.</summary>
    public const string AuxiliaryVariables = "auxiliary variables";

    /// <summary>Pre-activations, errors and feedback.</summary>
    public const string Evaluations = "evaluations of terms";

    /// <summary>Singular vectors and sums behind bounds on norms.</summary>
    public const string Norms = "bounds on norms";

    /// <summary>Inputs and targets of a batch, and which samples belong to it.</summary>
    public const string Batches = "samples of a batch";

    /// <summary>The buffers of the threads that run products.</summary>
    public const string Workspaces = "workspaces of threads";

    /// <summary>Blocks, plans and messages.</summary>
    public const string Structure = "blocks and plans";

    /// <summary>The states of all blocks that a checkpoint holds.</summary>
    public const string Checkpoints = "checkpoints in flight";

    private const int ArrayHead = 24;
    private readonly (string Part, long Bytes)[] _parts;

    private Footprint((string Part, long Bytes)[] parts) => _parts = parts;

    /// <summary>No memory.</summary>
    public static Footprint Nothing { get; } = new([]);

    /// <summary>The parts, in the order in which they were first added.</summary>
    public IReadOnlyList<(string Part, long Bytes)> Parts => _parts;

    /// <summary>All bytes.</summary>
    public long Total => _parts.Sum(part => part.Bytes);

    /// <summary>The bytes of a part; 0 for one that is not there.</summary>
    public long this[string part] => _parts.FirstOrDefault(known => known.Part == part).Bytes;

    /// <summary>Some bytes.</summary>
    public static Footprint Of(string part, long bytes) => new([(part, bytes)]);

    /// <summary>An array; one without elements is none.</summary>
    /// <typeparam name="T">The type of its elements.</typeparam>
    /// <param name="part">What it is for.</param>
    /// <param name="length">Its length.</param>
    public static Footprint OfArray<T>(string part, long length)
        where T : unmanaged => Of(part, length == 0 ? 0 : (ArrayHead + (length * Unsafe.SizeOf<T>()) + 7) / 8 * 8);

    /// <summary>Both, part by part.</summary>
    public static Footprint operator +(Footprint left, Footprint right)
    {
        var parts = left._parts.ToList();
        foreach (var (part, bytes) in right._parts)
        {
            var place = parts.FindIndex(known => known.Part == part);
            if (place < 0)
            {
                parts.Add((part, bytes));
            }
            else
            {
                parts[place] = (part, parts[place].Bytes + bytes);
            }
        }

        return new Footprint([.. parts]);
    }

    /// <summary>As many of the same.</summary>
    public static Footprint operator *(long count, Footprint one) => new([.. one._parts.Select(part => (part.Part, count * part.Bytes))]);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _parts.Select(part => $"{part.Part} {part.Bytes}"));
}
