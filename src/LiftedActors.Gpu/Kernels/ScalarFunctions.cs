using System.Numerics;
using System.Reflection;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsic;

namespace LiftedActors.Gpu.Kernels;

/// <summary>
/// What the generic scalar laws call, as an accelerator computes it: <c>T.Max</c>, <c>T.Exp</c> and so on for float and double.
/// </summary>
/// <remarks>
/// The laws of the model are generic over the number; ILGPU resolves <c>T</c> and finds the methods of .NET, whose bodies it cannot
/// compile. They are replaced by these. Transcendental functions in single precision go through double, as the fast forms of a GPU are too
/// coarse for 1e-5. <see cref="Max(float, float)"/> and <see cref="Min(float, float)"/> hand NaN on as .NET does, the machine's own do not.
/// </remarks>
internal static class ScalarFunctions
{
    private static readonly Lock Gate = new();
    private static readonly (string Name, int Arity)[] Functions =
    [
        ("Max", 2), ("Min", 2), ("Abs", 1), ("Exp", 1), ("Log", 1), ("Tanh", 1), ("Sqrt", 1), ("Atan", 1), ("CosPi", 1), ("BitDecrement", 1),
    ];

    private static bool _registered;

    /// <summary>Replaces the methods for every kernel that is compiled from now on; once per process.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (!_registered)
            {
                RegisterFor(typeof(float), nameof(ToSingle));
                RegisterFor(typeof(double), nameof(ToDouble));
                _registered = true;
            }
        }
    }

    public static float Max(float a, float b) => a >= b || float.IsNaN(a) ? a : b;

    public static double Max(double a, double b) => a >= b || double.IsNaN(a) ? a : b;

    public static float Min(float a, float b) => a <= b || float.IsNaN(a) ? a : b;

    public static double Min(double a, double b) => a <= b || double.IsNaN(a) ? a : b;

    public static float Abs(float a) => IntrinsicMath.Abs(a);

    public static double Abs(double a) => IntrinsicMath.Abs(a);

    public static float Exp(float a) => (float)XMath.Exp((double)a);

    public static double Exp(double a) => XMath.Exp(a);

    public static float Log(float a) => (float)XMath.Log((double)a);

    public static double Log(double a) => XMath.Log(a);

    public static float Tanh(float a) => (float)XMath.Tanh((double)a);

    public static double Tanh(double a) => XMath.Tanh(a);

    public static float Sqrt(float a) => XMath.Sqrt(a);

    public static double Sqrt(double a) => XMath.Sqrt(a);

    public static float Atan(float a) => (float)XMath.Atan((double)a);

    public static double Atan(double a) => XMath.Atan(a);

    public static float CosPi(float a) => (float)CosPi((double)a);

    /// <summary>cos(πa) for |a| ≤ ½, as a sine, which keeps its digits where it is small.</summary>
    public static double CosPi(double a) => XMath.Sin(Math.PI * (0.5 - IntrinsicMath.Abs(a)));

    /// <summary>The next number below a positive one.</summary>
    public static float BitDecrement(float a) => Interop.IntAsFloat(Interop.FloatAsInt(a) - 1);

    /// <inheritdoc cref="BitDecrement(float)"/>
    public static double BitDecrement(double a) => Interop.IntAsFloat(Interop.FloatAsInt(a) - 1);

    public static float ToSingle(float a) => a;

    public static float ToSingle(double a) => (float)a;

    public static float ToSingle(int a) => a;

    public static double ToDouble(float a) => a;

    public static double ToDouble(double a) => a;

    public static double ToDouble(int a) => a;

    private static void RegisterFor(Type number, string conversion)
    {
        foreach (var (name, arity) in Functions)
        {
            Replace(number.GetMethod(name, [.. Enumerable.Repeat(number, arity)])!, name);
        }

        var map = number.GetInterfaceMap(typeof(INumberBase<>).MakeGenericType(number));
        var create = map.TargetMethods[Array.FindIndex(map.InterfaceMethods, method => method.Name == "CreateTruncating")];
        foreach (var from in (Type[])[typeof(float), typeof(double), typeof(int)])
        {
            Replace(create.GetGenericMethodDefinition().MakeGenericMethod(from), conversion);
        }
    }

    private static void Replace(MethodInfo method, string name)
    {
        var replacement = typeof(ScalarFunctions).GetMethod(name, [.. method.GetParameters().Select(parameter => parameter.ParameterType)])!;
        RemappedIntrinsics.AddRemapping(method, (ref InvocationContext context) => context.Method = replacement);
    }
}
