using System.Collections;
using System.Reflection;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>The arrays of numbers that an object holds, directly or through others, each once.</summary>
internal static class ReachableArrays
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Their bytes, as the runtime counts them.</summary>
    public static long Bytes(object root)
    {
        var (bytes, waiting, seen) = (0L, new Stack<object>([root]), new HashSet<object>(ReferenceEqualityComparer.Instance));
        while (waiting.TryPop(out var item))
        {
            if (item is string or Type or Delegate or Pointer || !seen.Add(item))
            {
                continue;
            }

            if (item is Array { Length: var length } numbers && numbers.GetType().GetElementType() is { IsPrimitive: true } element)
            {
                bytes += length == 0 ? 0 : (24L + (length * SizeOf(element)) + 7) / 8 * 8;
            }
            else if (item is IEnumerable collection && (item is Array || item.GetType().Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true))
            {
                // What a collection keeps house with is no buffer.
                foreach (var value in collection)
                {
                    Add(value);
                }
            }
            else
            {
                for (var type = item.GetType(); type is not null; type = type.BaseType)
                {
                    Array.ForEach(type.GetFields(Fields), field => Add(field.FieldType.IsPrimitive || field.FieldType.IsPointer ? null : field.GetValue(item)));
                }
            }

            void Add(object? value)
            {
                if (value is not null && !value.GetType().IsEnum && !value.GetType().IsPrimitive)
                {
                    waiting.Push(value);
                }
            }
        }

        return bytes;
    }

    private static int SizeOf(Type element) => element == typeof(bool) ? 1 : element == typeof(char) ? 2 : System.Runtime.InteropServices.Marshal.SizeOf(element);
}
