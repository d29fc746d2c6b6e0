using System.Buffers.Binary;
using System.Text;

namespace LiftedActors.Model.Formats.PyTorch;

/// <summary>
/// Reads the part of Python's pickle language in which PyTorch writes tensors: constants, tuples, lists, dictionaries, and calls of a few known names, which are
/// functions of ours. Every other opcode and every other name is refused; nothing of a pickle is ever executed.
/// </summary>
/// <remarks>
/// Memory is in proportion to the length of the pickle, which is bounded: no opcode here copies what is on the stack. Source: CPython, "pickletools", protocols 2 to 5.
/// </remarks>
/// <param name="globals">The known names by module and name.</param>
/// <param name="persistent">What a reference to something beside the pickle is.</param>
internal sealed class PickleMachine(IReadOnlyDictionary<(string Module, string Name), PickleGlobal> globals, Func<object?, object?> persistent)
{
    private const byte Stop = (byte)'.';
    private const int HighestProtocol = 5;

    private static readonly object Mark = new();
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The opcodes that are carried out; there are no others.</summary>
    private static readonly Dictionary<byte, Action<PickleMachine>> Opcodes = new()
    {
        [0x80] = machine => CheckProtocol(machine.Byte()),
        [0x95] = machine => machine.Bytes(8),
        [(byte)'('] = machine => machine.Push(Mark),
        [(byte)'N'] = machine => machine.Push(null),
        [0x88] = machine => machine.Push(true),
        [0x89] = machine => machine.Push(false),
        [(byte)'K'] = machine => machine.Push((long)machine.Byte()),
        [(byte)'M'] = machine => machine.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(machine.Bytes(2))),
        [(byte)'J'] = machine => machine.Push((long)BinaryPrimitives.ReadInt32LittleEndian(machine.Bytes(4))),
        [0x8A] = machine => machine.Push(Whole(machine.Bytes(machine.Byte()))),
        [(byte)'G'] = machine => machine.Push(BinaryPrimitives.ReadDoubleBigEndian(machine.Bytes(8))),
        [(byte)'X'] = machine => machine.Push(machine.Text(BinaryPrimitives.ReadUInt32LittleEndian(machine.Bytes(4)))),
        [0x8C] = machine => machine.Push(machine.Text(machine.Byte())),
        [(byte)')'] = machine => machine.Push(Array.Empty<object?>()),
        [0x85] = machine => machine.PushTuple(1),
        [0x86] = machine => machine.PushTuple(2),
        [0x87] = machine => machine.PushTuple(3),
        [(byte)'t'] = machine => machine.Push(machine.PopMarked()),
        [(byte)']'] = machine => machine.Push(new List<object?>()),
        [(byte)'a'] = machine => machine.Append([machine.Pop()]),
        [(byte)'e'] = machine => machine.Append(machine.PopMarked()),
        [(byte)'}'] = machine => machine.Push(new PickleDictionary()),
        [(byte)'s'] = machine => machine.SetItems(machine.PopTuple(2)),
        [(byte)'u'] = machine => machine.SetItems(machine.PopMarked()),
        [(byte)'q'] = machine => machine._memo[machine.Byte()] = machine.Peek(),
        [(byte)'r'] = machine => machine._memo[BinaryPrimitives.ReadUInt32LittleEndian(machine.Bytes(4))] = machine.Peek(),
        [0x94] = machine => machine._memo[machine._memo.Count] = machine.Peek(),
        [(byte)'h'] = machine => machine.Recall(machine.Byte()),
        [(byte)'j'] = machine => machine.Recall(BinaryPrimitives.ReadUInt32LittleEndian(machine.Bytes(4))),
        [(byte)'c'] = machine => machine.PushGlobal(machine.Line(), machine.Line()),
        [0x93] = machine => machine.PushGlobal(machine.PopTuple(2)),
        [(byte)'Q'] = machine => machine.Push(machine._persistent(machine.Pop())),
        [(byte)'R'] = machine => machine.Reduce(),
        [(byte)'b'] = machine => machine.Build(),
    };

    /// <summary>The names of opcodes that call, construct or import, for messages.</summary>
    private static readonly Dictionary<byte, string> Refused = new()
    {
        [(byte)'i'] = "INST",
        [(byte)'o'] = "OBJ",
        [0x81] = "NEWOBJ",
        [0x92] = "NEWOBJ_EX",
        [0x82] = "EXT1",
        [0x83] = "EXT2",
        [0x84] = "EXT4",
        [(byte)'P'] = "PERSID",
        [0x97] = "NEXT_BUFFER",
    };

    private readonly IReadOnlyDictionary<(string Module, string Name), PickleGlobal> _globals = globals;
    private readonly Func<object?, object?> _persistent = persistent;
    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];
    private byte[] _pickle = [];
    private int _position;

    /// <summary>Reads a pickle from its beginning; the machine is used once.</summary>
    /// <returns>What it stands for: null, a truth value, <see cref="long"/>, <see cref="double"/>, a string, an array for a tuple, a list, a <see cref="PickleDictionary"/>,
    /// or what a known name made.</returns>
    /// <exception cref="DataFormatException">It is damaged, or does anything but hold data.</exception>
    public object? Run(byte[] pickle)
    {
        _pickle = pickle;
        for (var opcode = Byte(); opcode != Stop; opcode = Byte())
        {
            if (!Opcodes.TryGetValue(opcode, out var carryOut))
            {
                var name = Refused.TryGetValue(opcode, out var known) ? $"{known} (0x{opcode:X2})" : $"0x{opcode:X2}";
                throw new DataFormatException(
                    $"The pickle has the opcode {name} at byte {_position - 1}, which no file of tensors needs and which could run code: it was not carried out; save the model's state_dict().");
            }

            carryOut(this);
        }

        var result = Pop();
        return _stack.Count == 0 ? result : throw Damaged("ends with more than one value");
    }

    private static DataFormatException Damaged(string how) => new($"The pickle {how}: it is damaged, get the file again.");

    private static long Whole(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > sizeof(long))
        {
            throw new DataFormatException($"The pickle has a whole number of {bytes.Length} bytes, more than a tensor can need: save the model's state_dict() alone.");
        }

        // Two's complement, little-endian, as short as possible.
        var number = bytes.Length > 0 && bytes[^1] >= 0x80 ? -1L : 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            number = (number << 8) | bytes[i];
        }

        return number;
    }

    private static void CheckProtocol(byte protocol)
    {
        if (protocol is < 2 or > HighestProtocol)
        {
            throw new DataFormatException($"The pickle is of protocol {protocol}, but 2 to {HighestProtocol} are read: save it again with one of these.");
        }
    }

    private byte Byte() => Bytes(1)[0];

    private ReadOnlySpan<byte> Bytes(uint length)
    {
        if (length > _pickle.Length - _position)
        {
            throw Damaged("ends before its last value");
        }

        var bytes = _pickle.AsSpan(_position, (int)length);
        _position += (int)length;
        return bytes;
    }

    private string Text(uint length) => Decoded(Bytes(length));

    private string Line()
    {
        var end = _pickle.AsSpan(_position).IndexOf((byte)'\n');
        return end < 0 ? throw Damaged("ends within a name") : Decoded(Bytes((uint)end + 1)[..^1]);
    }

    private static string Decoded(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("has a text that is not UTF-8");
        }
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Peek() => _stack.Count > 0 && !ReferenceEquals(_stack[^1], Mark) ? _stack[^1] : throw Damaged("takes a value where there is none");

    private object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopTuple(int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--)
        {
            values[i] = Pop();
        }

        return values;
    }

    private void PushTuple(int count) => Push(PopTuple(count));

    private object?[] PopMarked()
    {
        var mark = _stack.LastIndexOf(Mark);
        if (mark < 0)
        {
            throw Damaged("closes a group that it did not open");
        }

        object?[] values = [.. _stack[(mark + 1)..]];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private void Append(object?[] values)
    {
        if (Peek() is not List<object?> list)
        {
            throw Damaged("appends to what is no list");
        }

        list.AddRange(values);
    }

    private void SetItems(object?[] values)
    {
        if (Peek() is not PickleDictionary dictionary || values.Length % 2 != 0)
        {
            throw Damaged("sets items of what is no dictionary");
        }

        for (var i = 0; i < values.Length; i += 2)
        {
            dictionary.Entries.Add((values[i], values[i + 1]));
        }
    }

    private void Recall(long place) => Push(_memo.TryGetValue(place, out var value) ? value : throw Damaged($"recalls the value {place}, which it never kept"));

    private void PushGlobal(object?[] names)
    {
        if (names is not [string module, string name])
        {
            throw Damaged("names something by what is no text");
        }

        PushGlobal(module, name);
    }

    private void PushGlobal(string module, string name) => Push(_globals.TryGetValue((module, name), out var known)
        ? known
        : throw new DataFormatException(
            $"The pickle refers to {module}.{name}, which is no part of a file of tensors: it was not called; save the model's state_dict(), not the model or other objects."));

    private void Reduce()
    {
        var arguments = Pop();
        var callee = Pop();
        if (callee is not PickleGlobal { Call: { } call } || arguments is not object?[] tuple)
        {
            throw new DataFormatException($"The pickle calls {callee ?? "None"}, which is nothing to be called: nothing was executed; save the model's state_dict().");
        }

        Push(call(tuple));
    }

    /// <summary>A dictionary may be given attributes, such as PyTorch's _metadata, which are left out. Everything else would be a method's call.</summary>
    private void Build()
    {
        var state = Pop();
        if (Peek() is not PickleDictionary || state is not PickleDictionary)
        {
            throw new DataFormatException("The pickle sets the state of an object (BUILD), which could run code: it was not carried out; save the model's state_dict().");
        }
    }
}
