using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Gpu.Tests.Kernels;

/// <summary>Every kernel compiles to the machine text of a CUDA card without a card.</summary>
public sealed partial class MachineTextTests
{
    /// <summary>The bytes that a launch can pass.</summary>
    private const int MostArguments = 4096;

    private static readonly Type[] Homes = [typeof(ElementKernels), typeof(LawKernels), typeof(StepKernels), typeof(SoftmaxKernels), typeof(MatrixKernels), typeof(ProductKernel), typeof(FeatureKernels), typeof(ConvolutionKernels), typeof(SparseKernels)];

    [Fact]
    public void Every_kernel_compiles_to_machine_text()
    {
        ScalarFunctions.Register();
        using Context context = Context.Create(builder => builder.CPU(CPUDevice.Default).EnableAlgorithms().Optimize(OptimizationLevel.O2));
        using var backend = new PTXBackend(context, CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, null!);
        var kernels = Homes.SelectMany(Kernels).ToArray();
        Assert.True(kernels.Length > 30, $"Only {kernels.Length} kernels were found.");
        Assert.All(kernels, kernel =>
        {
            var entry = kernel.GetParameters()[0].ParameterType == typeof(Index1D)
                ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel)
                : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);
            var compiled = (PTXCompiledKernel)backend.Compile(entry, default);
            Assert.Contains(".entry", compiled.PTXAssembly, StringComparison.Ordinal);
            var arguments = Arguments().Matches(compiled.PTXAssembly).Sum(bytes => int.Parse(bytes.Groups[1].Value, CultureInfo.InvariantCulture));
            Assert.True(arguments is > 0 and <= MostArguments, $"{kernel} takes arguments of {arguments} bytes.");
        });
    }

    /// <summary>The arguments that are structures, by their bytes.</summary>
    [GeneratedRegex(@"\.param [^\n]*\[(\d+)\],?\r?\n")]
    private static partial Regex Arguments();

    /// <summary>The kernels of a class: those of a law once for every law of the catalogue, those of members once for one and once for several.</summary>
    private static IEnumerable<MethodInfo> Kernels(Type home) => home
        .GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(method => method.ReturnType == typeof(void))
        .SelectMany(method => method.IsGenericMethodDefinition
            ? Arguments(method.GetGenericArguments()).Select(arguments => method.MakeGenericMethod([.. arguments]))
            : [method]);

    private static IEnumerable<IEnumerable<Type>> Arguments(Type[] parameters) => parameters.Aggregate(
        (IEnumerable<IEnumerable<Type>>)[[]], (all, parameter) => all.SelectMany(before => Choices(parameter).Select(choice => before.Append(choice))));

    private static IEnumerable<Type> Choices(Type parameter)
    {
        var members = parameter.GetGenericParameterConstraints().FirstOrDefault(type => type.IsGenericType);
        return members is null ? Laws() : [typeof(One<>).MakeGenericType(members.GetGenericArguments()), typeof(Members<>).MakeGenericType(members.GetGenericArguments())];
    }

    private static IEnumerable<Type> Laws() => PotentialCatalogue.Words
        .Select(word => PotentialCatalogue.Create(word).GetType())
        .Where(type => type.IsGenericType)
        .Select(type => type.GetGenericArguments()[0]);
}
