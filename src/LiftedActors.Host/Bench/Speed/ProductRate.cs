using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>The rate of the product z Wᵀ with W packed before.</summary>
internal static class ProductRate
{
    /// <summary>Floating-point operations per second on the calling thread.</summary>
    /// <param name="size">samples × in × out.</param>
    /// <param name="window">The seconds to measure for.</param>
    public static double Of((int M, int K, int N) size, double window)
    {
        var (z, w, x, packed) = (Filled.Matrix(size.M, size.K, 1), Filled.Matrix(size.N, size.K, 2), new Matrix(size.M, size.N), new PackedMatrix(size.K, size.N));
        packed.PackTransposed(w);
        MatrixProduct.Multiply(z, packed, x);
        return 2.0 * size.M * size.K * size.N / Repetition.Seconds(() => MatrixProduct.Multiply(z, packed, x), window);
    }

    /// <summary>Floating-point operations per second of several threads at once, each on matrices of its own.</summary>
    public static double OfThreads(int threads, (int M, int K, int N) size, double window)
    {
        var rates = new double[threads];
        using var start = new Barrier(threads);
        var running = Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            Of(size, 0);
            start.SignalAndWait();
            rates[index] = Of(size, window);
        })).ToArray();
        Array.ForEach(running, thread => thread.Start());
        Array.ForEach(running, thread => thread.Join());
        return rates.Sum();
    }
}
