using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Native;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>Matrix products on one thread against OpenBLAS on one thread.</summary>
internal static class ProductRows
{
    private const int Width = 784;
    private const int ShardBatch = 100;

    /// <summary>The general product, those of the solver, and a large square one.</summary>
    public static IEnumerable<Contest> Of(SpeedSetting setting)
    {
        var blas = OpenBlas.Load();
        if (blas is null)
        {
            setting.Say("OpenBLAS is not on this machine, so products stand alone; install libopenblas0-pthread to compare them.");
        }

        var isSingle = sizeof(Real) == sizeof(float);
        yield return General((Width, Width, 256), isSingle ? 0.95 : 1.1, blas, setting);
        foreach (var contest in OfSolver(blas, setting))
        {
            yield return contest;
        }

        var large = setting.IsQuick ? 256 : 2048;
        yield return General((large, large, large), 0.8, blas, setting) with { Target = isSingle ? Target.Speed(0.8) : Target.Told };
    }

    /// <summary>C = A·B of matrices as they lie, packing included.</summary>
    private static Contest General((int M, int K, int N) size, double target, OpenBlas? blas, SpeedSetting setting)
    {
        var (a, b, c, packed) = (Filled.Matrix(size.M, size.K, 1), Filled.Matrix(size.K, size.N, 2), new Matrix(size.M, size.N), new PackedMatrix(size.K, size.N));
        return Product($"product {size.M} × {size.K} × {size.N}", (size.M, size.K, size.N), () => Ours(), blas is null ? null : () => blas.Multiply(a, b, c), setting)
            with
        { Target = Target.Speed(target) };

        void Ours()
        {
            packed.Pack(b);
            MatrixProduct.Multiply(a, packed, c);
        }
    }

    /// <summary>The products of a layer: z Wᵀ and e W with W packed before, and eᵀ z.</summary>
    private static IEnumerable<Contest> OfSolver(OpenBlas? blas, SpeedSetting setting)
    {
        var (z, e, w) = (Filled.Matrix(ShardBatch, Width, 1), Filled.Matrix(ShardBatch, Width, 2), Filled.Matrix(Width, Width, 3));
        var (x, gradient, forward, backward) = (new Matrix(ShardBatch, Width), new Matrix(Width, Width), new PackedMatrix(Width, Width), new PackedMatrix(Width, Width));
        forward.PackTransposed(w);
        backward.Pack(w);
        (string Form, Action Ours, Action? Peer)[] products =
        [
            ("NT, W packed", () => MatrixProduct.Multiply(z, forward, x), blas is null ? null : () => blas.MultiplyByTransposed(z, w, x)),
            ("NN, W packed", () => MatrixProduct.Multiply(e, backward, x), blas is null ? null : () => blas.Multiply(e, w, x)),
            ("TN", () => MatrixProduct.MultiplyTransposed(e, z, gradient), blas is null ? null : () => blas.MultiplyTransposed(e, z, gradient)),
        ];
        foreach (var (form, ours, peer) in products)
        {
            yield return Product($"product {ShardBatch} × {Width} × {Width}, {form}", (ShardBatch, Width, Width), ours, peer, setting)
                with
            { Target = Target.Speed(1.1) };
        }
    }

    private static Contest Product(string work, (int M, int K, int N) size, Action ours, Action? peer, SpeedSetting setting)
    {
        var precision = sizeof(Real) == sizeof(float) ? "float32" : "float64";
        return new Contest(
            $"{work}, {precision}, 1 thread",
            [new Side(MatrixProduct.Path, () => Repetition.Seconds(ours, setting.Window))],
            peer is null ? [] : [new Side("OpenBLAS", () => Repetition.Seconds(peer, setting.Window))])
        {
            Rounds = setting.ShortRounds,
            Operations = 2.0 * size.M * size.K * size.N,
        };
    }
}
