using LiftedActors.Host.Data;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Host.Inverting;

/// <summary>What an inversion is given: f^δ, its noise level, and, where the measurements are made of images, the truth.</summary>
internal sealed record Measurements
{
    private static readonly OperatorSpecification Untouched = new("identity", new Dictionary<string, string>());

    /// <summary>f^δ, samples × features.</summary>
    public required Matrix Data { get; init; }

    /// <summary>u†, samples × pixels; null where nobody knows.</summary>
    public Matrix? Truth { get; init; }

    /// <summary>The shape of an input.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>δ of each sample: √ of the misfit at u† where it is known, of its expected value where the noise is drawn, otherwise what the spec says.</summary>
    public required double[] NoiseLevels { get; init; }

    /// <summary>|f^δ − N(u†)| of each sample: known where the measurements are made of images, otherwise as large as the spec says.</summary>
    public required double[] NoiseNorms { get; init; }

    /// <summary>What the user should know, one sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>√(mean δ²): the level for the mean misfit of all samples.</summary>
    public double NoiseLevel => Math.Sqrt(NoiseLevels.Average(level => level * level));

    /// <summary>Reads or makes the measurements.</summary>
    /// <exception cref="SpecException">They do not fit the network.</exception>
    /// <exception cref="DataFaultException">A file is missing or damaged, or data lie outside the activation's range.</exception>
    public static Measurements Of(InversionSpec spec, InvertedModel model, DataFolders folders)
    {
        var made = spec.Measurements is { } file ? Given(spec, model, folders.Resolve(file)) : Made(spec, model, folders);
        return spec.Misfit == MisfitKind.Bregman ? made.InRange(spec, model) : made;
    }

    private static Measurements Given(InversionSpec spec, InvertedModel model, string file)
    {
        var data = MeasurementFile.Read(file, model.Network.Outputs);
        for (var row = 0; row < data.Rows; row++)
        {
            var size = Math.Sqrt(VectorKernels.SquaredNorm(data.Row(row)) / data.Columns);
            if (spec.Noise > 0 && spec.Noise >= size)
            {
                throw new SpecException(spec.Name, "noise", FormattableString.Invariant($"{spec.Noise} is not below the root mean square {size:g4} of sample {row}, which would say nothing; give the noise of an entry."));
            }
        }

        // ½|noise|² is on average half of the variance for each entry.
        var (level, norm) = (spec.Misfit == MisfitKind.Bregman ? spec.Noise : spec.Noise * Math.Sqrt(data.Columns / 2.0), spec.Noise * Math.Sqrt(data.Columns));
        return new Measurements { Data = data, Shape = ShapeOf(spec, model, null), NoiseLevels = Repeat(level, data.Rows), NoiseNorms = Repeat(norm, data.Rows) };
    }

    private static Measurements Made(InversionSpec spec, InvertedModel model, DataFolders folders)
    {
        var task = Images(spec, model);
        var images = TaskData.Load(task, spec.Seed, folders);
        if (images.Shape.Pixels != model.Network.Inputs)
        {
            throw new SpecException(spec.Name, "data", $"images of {images.Shape} pixels are no inputs of a network that takes {model.Network.Inputs}.");
        }

        if (spec.Noise >= 1)
        {
            throw new SpecException(spec.Name, "noise", $"{spec.Noise} is as large as the measurements themselves, which would say nothing; give less than 1, in parts of their root mean square.");
        }

        var truth = Matrix.Copy(images.Test.Targets);
        var data = model.Network.Predict(truth, model.Parameters);
        var scale = spec.Noise * Math.Sqrt(VectorKernels.SquaredNorm(data.Values) / data.Values.Length);
        var (noise, norms) = (new Real[data.Columns], new double[data.Rows]);
        for (var row = 0; row < data.Rows; row++)
        {
            new RandomStream(spec.Seed, "measurement noise", row).FillGaussian(noise, scale);
            VectorKernels.Combine(data.Row(row), 1, noise, data.Row(row));
            norms[row] = Math.Sqrt(VectorKernels.SquaredNorm(noise));
        }

        var level = scale * Math.Sqrt(data.Columns / 2.0);
        return new Measurements
        {
            Data = data,
            Truth = truth,
            Shape = ShapeOf(spec, model, images.Shape),
            NoiseLevels = Repeat(level, data.Rows),
            NoiseNorms = norms,
            Remarks = images.Remarks,
        };
    }

    /// <summary>The images of the spec, or those that the run of the model was judged on, as they are before anything happens to them.</summary>
    private static TaskSpec Images(InversionSpec spec, InvertedModel model)
    {
        if (spec.Data is null && model.Training is null)
        {
            throw new SpecException(spec.Name, "data", "there is nothing to invert at: give measurements as a file, or images that they are made of, such as \"data\": \"mnist\".");
        }

        var side = (int)Math.Round(Math.Sqrt(model.Network.Inputs));
        var source = spec.Data switch { "mnist" => DataSource.Mnist, "phantoms" => DataSource.Phantoms, _ => DataSource.Pictures };
        var task = spec.Data is null ? model.Training!.Task : new TaskSpec
        {
            Source = source,
            Location = source == DataSource.Pictures ? spec.Data : null,
            Train = 1,
            Test = spec.Images,
            Size = side,
            Operator = Untouched,
            Noise = 0,
        };
        if (task.Source == DataSource.Pairs)
        {
            throw new SpecException(spec.Name, "data", "the run was trained on pairs, which are degraded already; give images, such as \"data\": \"mnist\", or measurements.");
        }

        // The tiles of pictures follow one another, so that those that were trained on are skipped.
        var train = task is { Source: DataSource.Pictures, TestLocation: null } && spec.Data is null ? task.Train : 1;
        return task with { Kind = TaskKind.Restoration, Test = spec.Images, Train = train, Validation = 0, Operator = Untouched, Noise = 0, TestOn = TestPart.Patches };
    }

    private static ImageShape ShapeOf(InversionSpec spec, InvertedModel model, ImageShape? known)
    {
        var (side, inputs) = ((int)Math.Round(Math.Sqrt(model.Network.Inputs)), model.Network.Inputs);
        var shape = spec.Shape ?? known ?? (side * side == inputs ? new ImageShape(side, side) : new ImageShape(1, inputs));
        return shape.Pixels == inputs
            ? shape
            : throw new SpecException(spec.Name, "shape", $"{shape} pixels are not the {inputs} inputs of the network.");
    }

    private static double[] Repeat(double value, int count) => [.. Enumerable.Repeat(value, count)];

    /// <summary>Data of an activation lie in its range, or are projected onto it where the spec says so. The noise level becomes that of the misfit.</summary>
    private Measurements InRange(InversionSpec spec, InvertedModel model)
    {
        var activation = model.Network.Layers[^1].Activation;
        var (data, projected) = (Matrix.Copy(Data), 0);
        for (var row = 0; row < data.Rows; row++)
        {
            try
            {
                InversionData.RequireInRange(activation, data.Row(row));
            }
            catch (DataOutOfRangeException fault) when (spec.Project)
            {
                fault.Projection.AsSpan().CopyTo(data.Row(row));
                projected++;
            }
            catch (DataOutOfRangeException fault)
            {
                throw new DataFaultException($"sample {row}: {SpecSection.Sentence(fault).TrimEnd('.')}; \"project\": true takes the projection.", fault);
            }
        }

        var remark = projected == 0 ? Remarks : [.. Remarks, $"{projected} of {data.Rows} samples were projected onto the range of {activation}"];
        return this with { Data = data, Remarks = remark, NoiseLevels = Truth is null ? NoiseLevels : Measured(model, data) };
    }

    /// <summary>√B_Ψ(f^δ, x_L(u†)).</summary>
    private double[] Measured(InvertedModel model, Matrix data)
    {
        var below = new Model.Networks.Network([.. model.Network.Layers[..^1], model.Network.Layers[^1] with { Activation = Model.Potentials.PotentialCatalogue.Create("identity") }]);
        var (x, loss) = (below.Predict(Truth!, model.Parameters), new BregmanPenalty(model.Network.Layers[^1].Activation, 1));
        return [.. Enumerable.Range(0, data.Rows).Select(row => Math.Sqrt(Math.Max(0, loss.Error(
            Matrix.Copy(new RowRange(x, row, 1)), Matrix.Copy(new RowRange(data, row, 1)), new Matrix(1, data.Columns)))))];
    }
}
