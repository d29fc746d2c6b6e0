using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using LiftedActors.Gpu.Kernels;

namespace LiftedActors.Gpu.Tests.Kernels;

public class SoftThresholdKernelTests
{
    private static readonly Real[] Edges =
        [0, Real.NegativeZero, 1, -1, Real.Epsilon, -Real.Epsilon, Real.MaxValue, Real.MinValue, Real.PositiveInfinity, Real.NegativeInfinity];

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(1.0)]
    public void Every_accelerator_gives_the_formula(double t)
    {
        Real threshold = (Real)t;
        Real[] values = [.. Edges, .. Draws(1000, seed: 7)];
        Real[] expected = [.. values.Select(v => Real.CopySign(Real.Max(Real.Abs(v) - threshold, 0), v))];

        OnEveryAccelerator(kernel =>
        {
            var results = new Real[values.Length];
            kernel.Run(values, threshold, results);
            Assert.Equal(expected, results);
        });
    }

    [Fact]
    public void The_result_minimises_the_proximal_objective()
    {
        const double Threshold = 0.3;
        Real[] values = Draws(200, seed: 11);

        OnEveryAccelerator(kernel =>
        {
            var results = new Real[values.Length];
            kernel.Run(values, (Real)Threshold, results);
            Assert.All(values.Zip(results), pair =>
            {
                // 0 ∈ y − v + t ∂|y|: v − y = t sgn(y), or |v| ≤ t where y = 0.
                double gap = pair.Second == 0
                    ? Math.Max(Math.Abs((double)pair.First) - Threshold, 0)
                    : Math.Abs(pair.First - pair.Second - Threshold * Math.Sign(pair.Second));
                Assert.InRange(gap, 0, 1e-6);
            });
        });
    }

    [Fact]
    public void Not_a_number_is_handed_on() => OnEveryAccelerator(kernel =>
    {
        var results = new Real[1];
        kernel.Run([Real.NaN], 1, results);
        Assert.True(Real.IsNaN(results[0]));
    });

    [Fact]
    public void Wrong_use_is_refused_at_the_door() => OnEveryAccelerator(kernel =>
    {
        Assert.Throws<ArgumentException>(() => kernel.Run(new Real[2], -1, new Real[2]));
        Assert.Throws<ArgumentException>(() => kernel.Run(new Real[2], Real.NaN, new Real[2]));
        Assert.Throws<ArgumentException>(() => kernel.Run(new Real[2], 1, new Real[3]));
    });

    [Fact]
    public void The_kernel_compiles_to_machine_text_without_a_device()
    {
        using Context context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O2));
        using var backend = new PTXBackend(context, CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, null!);
        var entry = EntryPointDescription.FromImplicitlyGroupedKernel(typeof(SoftThresholdKernel).GetMethod(nameof(SoftThresholdKernel.Element))!);

        var kernel = (PTXCompiledKernel)backend.Compile(entry, default);

        string scalar = typeof(Real) == typeof(double) ? "f64" : "f32";
        Assert.Contains(".entry", kernel.PTXAssembly, StringComparison.Ordinal);
        Assert.Contains($"min.{scalar}", kernel.PTXAssembly, StringComparison.Ordinal);
        Assert.Contains($"max.{scalar}", kernel.PTXAssembly, StringComparison.Ordinal);
    }

    private static void OnEveryAccelerator(Action<SoftThresholdKernel> law)
    {
        using Context context = Context.Create(builder => builder.Default());
        foreach (Device device in context.Devices)
        {
            using Accelerator accelerator = device.CreateAccelerator(context);
            law(new SoftThresholdKernel(accelerator));
        }
    }

    private static Real[] Draws(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (Real)(4 * random.NextDouble() - 2))];
    }
}
