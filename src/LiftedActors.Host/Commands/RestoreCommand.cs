using System.CommandLine;
using System.Globalization;
using LiftedActors.Host.Data;
using LiftedActors.Host.Restoring;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Commands;

/// <summary><c>lifted restore</c>: restores a picture of any size with the weights of a run.</summary>
public static class RestoreCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("RUN") { Description = "The run folder." };
        var picture = new Argument<string>("PICTURE") { Description = "A PNG or PGM, grey or in colour, of any size." };
        var output = new Option<string?>("--out", "-o") { Description = "The PNG to write; otherwise NAME-restored.png here.", HelpName = "FILE" };
        var clean = new Option<string?>("--clean") { Description = "The true picture, to measure the PSNR by.", HelpName = "FILE" };
        var noise = new Option<double?>("--noise") { Description = "First add noise of this standard deviation, black to white being 1.", HelpName = "NUMBER" };
        var degrade = new Option<bool>("--degrade") { Description = "First degrade the picture as the images of the run were." };
        var seed = new Option<long>("--seed") { Description = "The seed of noise and operator.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var weights = new WeightsOption();
        var blas = new BlasOption();
        var command = new Command("restore", Examples.Restore) { folder, picture, output, clean, noise, degrade, seed, weights, blas };
        command.SetAction(result => CommandFrame.Run(result.InvocationConfiguration.Error, () =>
        {
            blas.Choose(result);
            var run = RunFolder.Open(result.GetValue(folder)!);
            var spec = run.ReadSpec();
            var (restorer, shape) = Restorer(spec, weights.File(result, run));
            var source = result.GetValue(picture)!;
            var target = result.GetValue(output) ?? Path.GetFileNameWithoutExtension(source) + "-restored.png";
            if (Path.GetFullPath(target) == Path.GetFullPath(source))
            {
                throw new SpecException("The command line", "--out", $"{target} is the picture itself; name another file.");
            }

            var given = Picture.Read(source);
            var isDegraded = result.GetValue(degrade) || result.GetValue(noise) is not null;
            var degradation = Degradation(spec, given.Shape, (result.GetValue(noise), result.GetValue(degrade)), result.GetValue(seed));
            var seen = isDegraded ? given.Degraded(degradation) : given;
            var restored = seen.Restored(restorer);
            restored.Write(target);
            var truth = result.GetValue(clean) is { } file ? Fitting(file, given) : isDegraded ? given : null;
            Tell(result.InvocationConfiguration.Output, (seen, restored, truth), $"{source}: {given.Shape} pixels{(given.Channels.Count > 1 ? " in three colours" : string.Empty)}, by {(spec.Design.Architecture.IsConvolutional ? "a convolutional network" : $"tiles of {shape} pixels")}");
            result.InvocationConfiguration.Output.WriteLine(target);
            return ExitCode.Success;
        }));
        return command;
    }

    private static (IRestorer Restorer, ImageShape Shape) Restorer(ExperimentSpec spec, string weights)
    {
        if (spec.Task.Kind != TaskKind.Restoration)
        {
            throw new SpecException("The command line", "RUN", "this run tells classes apart; name one that restores images.");
        }

        var side = (int)Math.Round(Math.Sqrt(spec.Network.Inputs));
        var shape = spec.Task.Shape ?? (side * side == spec.Network.Inputs
            ? new ImageShape(side, side)
            : throw new SpecException("The command line", "RUN", "the network of this run takes images that are not square, whose shape its spec does not tell."));
        return (Restorers.Of(spec, WeightsFile.Read(weights, spec.Network), shape), shape);
    }

    private static Degradation Degradation(ExperimentSpec spec, ImageShape shape, (double? Noise, bool AsTrained) asked, long seed)
    {
        if (asked is { Noise: not null, AsTrained: true })
        {
            throw new SpecException("The command line", "--noise", "--degrade brings its own noise; give one of the two.");
        }

        if (asked.Noise is { } noise && !(noise >= 0 && double.IsFinite(noise)))
        {
            throw new SpecException("The command line", "--noise", "give a number from 0.");
        }

        return asked.AsTrained
            ? new Degradation(OperatorCatalogue.Create(spec.Task.Operator, shape, seed), spec.Task.Noise, seed)
            : new Degradation(new IdentityOperator(shape), asked.Noise ?? 0, seed);
    }

    private static Picture Fitting(string file, Picture given)
    {
        var clean = Picture.Read(file);
        return clean.Shape == given.Shape && clean.Channels.Count == given.Channels.Count
            ? clean
            : throw new DataFaultException($"{file}: its {clean.Shape} pixels in {clean.Channels.Count} channels are not those of the picture, {given.Shape} in {given.Channels.Count}.");
    }

    private static void Tell(TextWriter output, (Picture Seen, Picture Restored, Picture? Clean) pictures, string what)
    {
        var (seen, restored, clean) = pictures;
        output.WriteLine(what);
        if (clean is not null)
        {
            var (before, after) = (clean.PsnrOf(seen), clean.PsnrOf(restored));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"PSNR: degraded {before:0.00} dB, restored {after:0.00} dB; gains {after - before:0.00} dB"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"clipped to black or white: {restored.Clipped} of {restored.Count} values, {100.0 * restored.Clipped / restored.Count:0.00} %"));
    }
}
