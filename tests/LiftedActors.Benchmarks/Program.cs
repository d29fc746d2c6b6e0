using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LiftedActors.Benchmarks.Kernels;

if (args is ["compare", ..])
{
    ProductComparison.Run(args[1..]);
    return;
}

if (args is ["elements"])
{
    ElementComparison.Run();
    return;
}

if (args is ["convolutions"])
{
    ConvolutionComparison.Run();
    return;
}

// In this process: a second build of the solution for every benchmark would find neither the precision nor the engines of this one.
IConfig config = DefaultConfig.Instance
    .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"))
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
