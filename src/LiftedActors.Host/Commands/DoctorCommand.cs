using System.CommandLine;
using System.Globalization;
using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Laws;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted doctor</c>: runs the laws on an activation, a forward operator, or all that a spec names.</summary>
public static class DoctorCommand
{
    /// <summary>An upright and an even shape; a law that looks at borders sees both axes.</summary>
    private static readonly ImageShape[] Shapes = [new(28, 28), new(23, 31)];

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var spec = new Argument<string?>("SPEC") { Description = "A spec file, or a built-in experiment.", Arity = ArgumentArity.ZeroOrOne };
        var overrides = new Option<string[]>("--set") { Description = "A value over that of the spec; may be repeated.", HelpName = "KEY=VALUE" };
        var activation = new Option<string?>("--activation") { Description = $"An activation, with parameters as in leaky-relu:slope=0.1: {string.Join(", ", PotentialCatalogue.Words)}.", HelpName = "WORD" };
        var forward = new Option<string?>("--operator") { Description = $"A forward operator, with parameters as in gaussian-blur:size=9,sigma=1.5: {string.Join(", ", OperatorCatalogue.Words)}.", HelpName = "WORD" };
        var command = new Command("doctor", Examples.Doctor) { spec, overrides, activation, forward };
        command.SetAction(result => CommandFrame.Run(result.InvocationConfiguration.Error, () =>
        {
            var checkup = new Checkup(result.InvocationConfiguration.Output);
            switch (result.GetValue(spec), result.GetValue(activation), result.GetValue(forward))
            {
                case ({ } source, null, null):
                    new SpecCheckup(BuiltInExperiments.Read(source, result.GetValue(overrides) ?? []), checkup).Run();
                    break;
                case (null, { } text, null):
                    checkup.Potential(text, Activation(text));
                    break;
                case (null, null, { } text):
                    Operator(text, checkup);
                    break;
                default:
                    throw new SpecException("The command line", "SPEC", "give a spec, or --activation, or --operator.");
            }

            return checkup.End();
        }));
        return command;
    }

    private static ConvexPotential Activation(string text)
    {
        try
        {
            var specification = OperatorSpecification.Parse(text);
            return PotentialCatalogue.Create(specification.Word, specification.Parameters.ToDictionary(pair => pair.Key, pair => double.Parse(pair.Value, CultureInfo.InvariantCulture)));
        }
        catch (ArgumentException fault)
        {
            throw new SpecException("The command line", "--activation", SpecSection.Sentence(fault));
        }
        catch (FormatException fault)
        {
            throw new SpecException("The command line", "--activation", fault.Message);
        }
    }

    private static void Operator(string text, Checkup checkup)
    {
        OperatorSpecification specification;
        try
        {
            specification = OperatorSpecification.Parse(text);
        }
        catch (FormatException fault)
        {
            throw new SpecException("The command line", "--operator", fault.Message);
        }

        var faults = Shapes.SelectMany(shape => OperatorCatalogue.Faults(specification, shape)).Distinct().ToArray();
        if (faults.Length > 0)
        {
            throw new SpecException("The command line", [.. faults.Select(fault => new SpecFault("--operator", fault.Split('\n')[0]))]);
        }

        foreach (var shape in Shapes)
        {
            checkup.Title($"operator {text} on images of {shape}");
            checkup.Laws(OperatorLaws.Of(OperatorCatalogue.Create(specification, shape, 1).At(0)));
        }
    }
}
