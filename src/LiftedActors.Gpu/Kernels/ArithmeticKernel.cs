using ILGPU;

namespace LiftedActors.Gpu.Kernels;

/// <summary>Nothing but multiply-adds in eight independent chains per thread: the arithmetic rate that an accelerator reaches.</summary>
internal static class ArithmeticKernel
{
    /// <summary>Multiply-adds of one thread and link.</summary>
    public const int Chains = 8;

    public static void Run(Index1D i, int links, Real factor, ArrayView<Real> result)
    {
        Real a = i, b = a + 1, c = a + 2, d = a + 3, e = a + 4, f = a + 5, g = a + 6, h = a + 7;
        for (var k = 0; k < links; k++)
        {
            a = (a * factor) + factor;
            b = (b * factor) + factor;
            c = (c * factor) + factor;
            d = (d * factor) + factor;
            e = (e * factor) + factor;
            f = (f * factor) + factor;
            g = (g * factor) + factor;
            h = (h * factor) + factor;
        }

        result[i] = a + b + c + d + e + f + g + h;
    }
}
