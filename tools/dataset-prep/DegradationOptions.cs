using System.CommandLine;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.DatasetPrep;

/// <summary>The options that every command has: what happens to the clean images, and where the pairs go.</summary>
internal sealed class DegradationOptions
{
    private readonly Option<string> _operator = new("--operator")
    {
        Description = $"The forward operator with its parameters, such as gaussian-blur:size=9,sigma=1.5,edges=zero ({string.Join(", ", OperatorCatalogue.Words)}).",
        DefaultValueFactory = _ => "identity",
    };

    private readonly Option<double> _noise = new("--noise") { Description = "The standard deviation of the Gaussian noise, grey values being 0 to 1." };

    private readonly Option<long> _seed = new("--seed") { Description = "The seed of all that is drawn: noise, masks, phantoms, the choice of patches." };

    private readonly Option<string> _out;

    private readonly string _defaultName;

    /// <summary>The options of a command whose file is called <paramref name="defaultName"/> unless another path is given.</summary>
    public DegradationOptions(string defaultName)
    {
        _defaultName = defaultName;
        _out = new Option<string>("--out")
        {
            Description = "The file to write, or a folder for a file of the default name.",
            DefaultValueFactory = _ => Path.Combine("data", defaultName),
        };
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_operator);
        command.Add(_noise);
        command.Add(_seed);
        command.Add(_out);
    }

    /// <summary>The seed.</summary>
    public long Seed(ParseResult parsed) => parsed.GetValue(_seed);

    /// <summary>The path of the file to write.</summary>
    public string OutputFile(ParseResult parsed)
    {
        var path = parsed.GetValue(_out)!;
        return Directory.Exists(path) || Path.EndsInDirectorySeparator(path) ? Path.Combine(path, _defaultName) : path;
    }

    /// <summary>The operator as it was asked for.</summary>
    /// <exception cref="UsageException">Its text is malformed.</exception>
    public OperatorSpecification Specification(ParseResult parsed)
    {
        try
        {
            return OperatorSpecification.Parse(parsed.GetValue(_operator)!);
        }
        catch (FormatException fault)
        {
            throw new UsageException(fault.Message);
        }
    }

    /// <summary>The degradation of images of a shape.</summary>
    /// <exception cref="UsageException">The operator or the noise makes no sense; all that is wrong is named.</exception>
    public Degradation For(ImageShape shape, ParseResult parsed)
    {
        var specification = Specification(parsed);
        try
        {
            return new Degradation(OperatorCatalogue.Create(specification, shape, Seed(parsed)), parsed.GetValue(_noise), Seed(parsed));
        }
        catch (ArgumentException fault)
        {
            throw new UsageException(fault.Message);
        }
    }
}
