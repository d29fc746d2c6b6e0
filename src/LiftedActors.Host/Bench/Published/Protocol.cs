namespace LiftedActors.Host.Bench.Published;

/// <summary>A published figure with where it was read.</summary>
/// <param name="Method">What it belongs to.</param>
/// <param name="Value">The figure, as it was printed.</param>
/// <param name="Source">Where.</param>
public sealed record PublishedRow(string Method, string Value, string Source);

/// <summary>A built-in experiment whose results stand beside published ones.</summary>
/// <param name="Name">The experiment; the benchmark has the same name.</param>
/// <param name="Title">What it does, as a heading.</param>
/// <param name="Measure">The measure in the summary of a run, such as <c>accuracy</c>.</param>
/// <param name="Mark">What the lifted method must reach.</param>
/// <param name="Rows">The published figures.</param>
public sealed record Protocol(string Name, string Title, string Measure, double Mark, IReadOnlyList<PublishedRow> Rows)
{
    /// <summary>The folder of test pictures that the mark belongs to, where the experiment has others; null where it has the same.</summary>
    public string? MarkedOn { get; init; }

    private const string Gu = "Gu, Askari, El Ghaoui 2020";
    private const string Zeng = "Zeng, Lau, Lin, Yao 2019, code";
    private const string Zhang = "DnCNN, README";
    private const string Goujon = "WCRR, table of results";
    private const string Deep = "DeepConvPDNet, README";
    private const string Variation = "total variation";

    /// <summary>The deblurring of digits.</summary>
    public static IReadOnlyList<Protocol> Deblurrings { get; } =
    [
        Deblurring("3x3", (3, 10), 26.39, "22.77", "27.30"),
        Deblurring("3x3-20", (3, 20), 26.19, "20.57", "27.10"),
        Deblurring("3x3-30", (3, 30), 24.65, "18.86", "25.39"),
        Deblurring("5x5", (5, 20), 23.18, "18.43", "23.84"),
        Deblurring("7x7", (7, 20), 21.11, "16.33", "21.33"),
    ];

    /// <summary>All protocols.</summary>
    public static IReadOnlyList<Protocol> All { get; } =
    [
        new("mnist-squared", "MNIST, 784-300-10, squared loss", "accuracy", 0.965,
        [
            new("Fenchel lifted, 100 epochs", "0.961", $"{Gu}, fig. 1"),
            new("network, SGD", "0.957", $"{Gu}, fig. 1"),
            new("block-coordinate descent (Lau)", "0.914", $"{Gu}, fig. 1"),
            new("lifted (Askari)", "0.863", $"{Gu}, fig. 1"),
            new("ADMM (Taylor)", "0.834", $"{Gu}, fig. 1"),
        ]),
        new("mnist-entropy", "MNIST, 784-300-10, cross-entropy, 10 epochs", "accuracy", 0.978,
        [
            new("Fenchel lifted", "0.976", $"{Gu}, fig. 2"), new("network, Adam", "0.976", $"{Gu}, fig. 2"), new("network, SGD", "0.943", $"{Gu}, fig. 2"),
        ]),
        new("mnist-lenet", "MNIST, LeNet-5, 20 epochs", "accuracy", 0.990,
        [
            new("Fenchel lifted", "0.990", $"{Gu}, fig. 3"), new("network, Adam", "0.989", $"{Gu}, fig. 3"), new("network, SGD", "0.986", $"{Gu}, fig. 3"),
        ]),
        new("mnist-wide", "MNIST, 784-1500-1500-1500-10 from small Gaussian weights", "accuracy", 0.95,
        [
            new("block-coordinate descent, 50 epochs, five seeds", "0.9439 to 0.9492", Zeng),
        ]),
        new("mnist-deep", "MNIST, ten hidden layers of 600 from small Gaussian weights", "accuracy", 0.90,
        [
            new("block-coordinate descent, 300 epochs, five seeds", "0.8564 to 0.8721", Zeng), new("SGD from the same weights", "0.1135", Zeng),
        ]),
        .. Deblurrings,
        Denoising(15, 31.07, new("BM3D", "31.07", Zhang), new("WCRR", "31.21", Goujon), new("TNRD", "31.42", Zhang), new("DnCNN", "31.73", Zhang)),
        Denoising(25, 28.6, new("BM3D", "28.57", Zhang), new("WCRR", "28.68", Goujon), new("TNRD", "28.92", Zhang), new("DnCNN", "29.23", Zhang)),
        Denoising(50, 25.62, new("BM3D", "25.62", Zhang), new("EPLL", "25.67", Zhang), new("TNRD", "25.97", Zhang), new("DnCNN", "26.23", Zhang)),
    ];

    /// <summary>The published figures are means over the 68 test pictures of BSD.</summary>
    private static Protocol Denoising(int noise, double mark, params IReadOnlyList<PublishedRow> rows) => new(
        $"bsd-denoise-{noise}", $"Grey pictures with noise of {noise} of 255, trained on BSD400", "psnr", mark,
        [.. rows.Select(row => row with { Method = $"{row.Method}, on BSD68" })])
    {
        MarkedOn = "bsd68",
    };

    private static Protocol Deblurring(string name, (int Side, int Noise) blur, double mark, string variation, string convolutional) => new(
        $"mnist-deblur-{name}", $"MNIST, a uniform window of {blur.Side} × {blur.Side} and noise of {blur.Noise} of 255", "psnr", mark,
        [
            new(Variation, variation, Deep),
            new("DeepPDNet, an unrolled primal–dual network", FormattableString.Invariant($"{mark:0.00}"), Deep),
            new("DeepConvPDNet", convolutional, Deep),
        ]);
}
