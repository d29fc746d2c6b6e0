using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Regularisers;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Inversion;

/// <summary>A random layer with a u† that obeys the source condition by construction: p = Aᵀv† ∈ ∂J(u†), all in double.</summary>
/// <remarks>
/// v† lives on rows where the activation has a slope all around x†, since the Burbea–Rao term asks for it. For Tikhonov u† = p = Aᵀv†, from a v† that is thinned out until that is so. For total variation u† is
/// piecewise constant, p = Dᵀq with q the signs of its jumps and |q| ≤ 0.3 elsewhere, and v† = A₊(A₊ᵀA₊)⁻¹p on these rows. Source: docs/mathematics.md §9.
/// </remarks>
internal sealed class SourceProblem
{
    private const double Margin = 0.25;
    private const double BoxEnd = 2;

    private readonly Matrix _weights;
    private readonly double[] _bias;
    private readonly ConvexPotential _activation;

    private SourceProblem(ConvexPotential activation, SourcePrior prior, int seed, int attempt)
    {
        var (inputs, outputs) = prior == SourcePrior.Tikhonov ? (8, 24) : (12, 48);
        var random = new RandomStream(seed, "source", (int)prior, attempt);
        (_activation, _weights, _bias) = (activation, new Matrix(outputs, inputs), new double[outputs]);
        random.FillGaussian(_weights.Values, prior == SourcePrior.Tikhonov ? 0.4 : 0.5);
        for (var j = 0; j < outputs; j++)
        {
            _bias[j] = (Real)(0.4 * random.Gaussian());
        }

        IsFound = prior == SourcePrior.Tikhonov ? FindTikhonov(ref random) : FindTotalVariation(ref random);
        Preactivation = Preactivate(Truth);
        Regulariser = prior == SourcePrior.Tikhonov
            ? new Tikhonov().On(new ImageShape(1, inputs))
            : new TotalVariation().On(new ImageShape(1, inputs)) + new Regularisers.Box(-BoxEnd, BoxEnd).On(new ImageShape(1, inputs));
        Layer = new SingleLayer(new DenseOperator(_weights), [.. _bias.Select(value => (Real)value)], activation);
    }

    /// <summary>The layer.</summary>
    public SingleLayer Layer { get; }

    /// <summary>J.</summary>
    public Regulariser Regulariser { get; }

    /// <summary>u†.</summary>
    public double[] Truth { get; private set; } = [];

    /// <summary>v†.</summary>
    public double[] Element { get; private set; } = [];

    /// <summary>p = Aᵀv† ∈ ∂J(u†).</summary>
    public double[] Subgradient { get; private set; } = [];

    /// <summary>x† = A u† + b.</summary>
    public double[] Preactivation { get; }

    private bool IsFound { get; }

    /// <summary>Draws until a source element is found.</summary>
    public static SourceProblem Draw(ConvexPotential activation, SourcePrior prior, int seed)
    {
        for (var attempt = 0; ; attempt++)
        {
            var problem = new SourceProblem(activation, prior, seed, attempt);
            if (problem.IsFound)
            {
                return problem;
            }
        }
    }

    /// <summary>Whether noise may move the data of a row: where the activation is flat, its data are exact.</summary>
    public bool[] NoisyRows() => HaveSlopes(Preactivation, 0);

    private double[] Preactivate(double[] u)
    {
        var x = new double[_weights.Rows];
        for (var j = 0; j < x.Length; j++)
        {
            x[j] = _bias[j];
            for (var i = 0; i < u.Length; i++)
            {
                x[j] += _weights.Row(j)[i] * u[i];
            }
        }

        return x;
    }

    private double[] PullBack(double[] v)
    {
        var p = new double[_weights.Columns];
        for (var j = 0; j < v.Length; j++)
        {
            for (var i = 0; i < p.Length; i++)
            {
                p[i] += _weights.Row(j)[i] * v[j];
            }
        }

        return p;
    }

    /// <summary>Whether the activation has a slope at x and at x ± margin.</summary>
    private bool[] HaveSlopes(double[] x, double margin)
    {
        bool[] have = [.. Enumerable.Repeat(true, x.Length)];
        foreach (var shift in (double[])[-margin, 0, margin])
        {
            Real[] point = [.. x.Select(value => (Real)(value + shift))];
            var (activation, slope) = (new Real[point.Length], Enumerable.Repeat((Real)1, point.Length).ToArray());
            _activation.Activate(point, activation);
            _activation.PullBack(point, activation, slope, slope);
            for (var j = 0; j < have.Length; j++)
            {
                have[j] &= slope[j] > 0;
            }
        }

        return have;
    }

    private bool FindTikhonov(ref RandomStream random)
    {
        Element = new double[_weights.Rows];
        for (var j = 0; j < Element.Length; j++)
        {
            Element[j] = 0.2 * random.Gaussian();
        }

        for (var thinning = 0; thinning < Element.Length; thinning++)
        {
            Truth = PullBack(Element);
            var slopes = HaveSlopes(Preactivate(Truth), Margin);
            if (Element.Index().All(entry => entry.Item == 0 || slopes[entry.Index]))
            {
                Subgradient = Truth;
                return Element.Any(value => value != 0);
            }

            Element = [.. Element.Select((value, j) => slopes[j] ? value : 0)];
        }

        return false;
    }

    private bool FindTotalVariation(ref RandomStream random)
    {
        var n = _weights.Columns;
        (Truth, Subgradient, Element) = (new double[n], new double[n], new double[_weights.Rows]);
        var level = random.Uniform(-1, 1);
        for (var i = 0; i < n; i++)
        {
            level = i % 4 == 0 ? random.Uniform(-1, 1) : level;
            Truth[i] = level;
        }

        for (var i = 0; i + 1 < n; i++)
        {
            var jump = Truth[i + 1] - Truth[i];
            var q = jump == 0 ? 0.3 * random.Uniform(-1, 1) : Math.Sign(jump);
            (Subgradient[i], Subgradient[i + 1]) = (Subgradient[i] - q, Subgradient[i + 1] + q);
        }

        var rows = HaveSlopes(Preactivate(Truth), Margin).Index().Where(entry => entry.Item).Select(entry => entry.Index).ToArray();
        double[][] gram = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(k => rows.Sum(j => (double)_weights.Row(j)[i] * _weights.Row(j)[k])).ToArray())];
        double[][] solution = [.. Subgradient.Select(value => new[] { value })];
        if (rows.Length < n + 4 || !Cholesky.TrySolve(gram, solution))
        {
            return false;
        }

        foreach (var j in rows)
        {
            for (var i = 0; i < n; i++)
            {
                Element[j] += _weights.Row(j)[i] * solution[i][0];
            }
        }

        return true;
    }
}
