using System.CommandLine;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Commands;

/// <summary>The option <c>--blas</c>: other kernels for the matrix products of this process, chosen before the first product.</summary>
internal sealed class BlasOption : Option<string?>
{
    /// <summary>Creates the option.</summary>
    public BlasOption()
        : base("--blas")
    {
        Description = "The kernels of matrix products: openblas for the installed OpenBLAS, whose bits are its own; otherwise those of this program.";
        HelpName = "NAME";
    }

    /// <summary>Chooses the kernels, where the command line names some.</summary>
    /// <exception cref="SpecException">This machine lacks them.</exception>
    public void Choose(ParseResult result)
    {
        if (result.GetValue(this) is not { } name)
        {
            return;
        }

        try
        {
            MatrixProduct.Choose(name);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            throw new SpecException("The command line", Name, fault is ArgumentException argument ? SpecSection.Sentence(argument) : fault.Message);
        }
    }
}
