using System.Globalization;

namespace LiftedActors.Benchmarks.Kernels;

/// <summary>
/// Rates of the kernels beside those of OpenBLAS, the two in turn within every repetition, so that a busy machine slows both alike.
/// </summary>
internal static class ProductComparison
{
    private const int Repetitions = 41;
    private const double SecondsPerSample = 0.002;

    private static readonly ProductShape[] Shapes =
    [
        new(784, 784, 256), new(256, 784, 784), new(100, 784, 784), new(100, 10, 784), new(10, 784, 100), new(784, 10, 100),
        new(64, 64, 64), new(16, 16, 16), new(784, 1, 784), new(2048, 2048, 2048),
    ];

    /// <summary>Compares the given shapes, each written MxNxK, or the usual ones.</summary>
    public static void Run(string[] shapes)
    {
        if (!ProductOperands.HasOpenBlas)
        {
            Console.WriteLine("OpenBLAS is not installed: there is nothing to compare with.");
            return;
        }

        Console.WriteLine($"path {LiftedActors.Model.Kernels.MatrixProduct.Path}, {sizeof(Real) * 8} bits; GFLOP/s own / OpenBLAS at the median and at the best, ratios of both");
        foreach (ProductShape shape in shapes.Length == 0 ? Shapes : shapes.Select(ProductShape.Parse))
        {
            var operands = new ProductOperands(shape);
            if (shape.N == 1)
            {
                Compare($"{shape} vector", shape.Operations, operands.MultiplyVector, operands.OpenBlasMultiplyVector);
                Compare($"{shape} vector T", shape.Operations, operands.MultiplyVectorTransposed, operands.OpenBlasMultiplyVectorTransposed);
                continue;
            }

            Compare($"{shape} NT", shape.Operations, operands.MultiplyByTransposed, operands.OpenBlasMultiplyByTransposed);
            Compare($"{shape} NT+pack", shape.Operations, operands.PackAndMultiplyByTransposed, operands.OpenBlasMultiplyByTransposed);
            Compare($"{shape} NN", shape.Operations, operands.Multiply, operands.OpenBlasMultiply);
            Compare($"{shape} NN+pack", shape.Operations, operands.PackAndMultiply, operands.OpenBlasMultiply);
            Compare($"{shape} TN", shape.Operations, operands.MultiplyTransposed, operands.OpenBlasMultiplyTransposed);
        }
    }

    private static void Compare(string name, double operations, Action own, Action other)
    {
        own();
        other();
        int calls = Math.Max(1, (int)(SecondsPerSample / Math.Max(1e-7, Time(own, 1))));
        var (ours, theirs, ratios) = (new double[Repetitions], new double[Repetitions], new double[Repetitions]);
        for (int i = 0; i < Repetitions; i++)
        {
            (ours[i], theirs[i]) = (Time(own, calls), Time(other, calls));
            ratios[i] = theirs[i] / ours[i];
        }

        Array.Sort(ours);
        Array.Sort(theirs);
        Array.Sort(ratios);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-26} median {Rate(ours, Repetitions / 2),6:F1} / {Rate(theirs, Repetitions / 2),6:F1} = {ratios[Repetitions / 2]:F2}   best {Rate(ours, 0),6:F1} / {Rate(theirs, 0),6:F1} = {theirs[0] / ours[0]:F2}"));

        double Rate(double[] seconds, int index) => operations / seconds[index] * 1e-9;
    }

    private static double Time(Action action, int calls)
    {
        double start = ThreadClock.Seconds;
        for (int call = 0; call < calls; call++)
        {
            action();
        }

        return (ThreadClock.Seconds - start) / calls;
    }
}
