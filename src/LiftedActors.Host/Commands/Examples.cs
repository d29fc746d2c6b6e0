namespace LiftedActors.Host.Commands;

/// <summary>The descriptions of the commands, with examples.</summary>
internal static class Examples
{
    public const string Train =
        """
        Train what a spec describes, back-propagation beside it, and write a run folder.

        Examples:
          lifted train config/experiments/phantom-deblur.json
          lifted train mnist-denoise --data ~/mnist --epochs 2 --out runs/try
          lifted train mnist-deblur --set method.formulation.lifted-bregman.weight=2 --no-baseline
          lifted train my-spec.json --dry-run
        """;

    public const string Resume =
        """
        Go on with a run from its newest checkpoint; the weights come out as if it had never stopped.

        Examples:
          lifted resume runs/mnist-denoise-001
          lifted resume runs/mnist-denoise-001 --max-time 30m
        """;

    public const string Compare =
        """
        Train several methods on the same network, data, initial weights and seeds, and compare them at equal epochs and at equal wall time.
        Every run gets a folder of its own beside compare.md, compare.json and curves.png. The wall time means something only where nothing else
        runs on the machine.

        Examples:
          lifted compare mnist-denoise --data ~/mnist
          lifted compare mnist-deep --methods lifted-bregman,mac-qp,back-propagation --seeds 5 --epochs 20
          lifted compare my-spec.json --wall-time
        """;

    public const string Doctor =
        """
        Run the laws of the mathematics on an activation, a forward operator, or everything that a spec names, at its real sizes. One line for each
        law with what was measured and what is allowed; the exit code is 1 where a law fails.

        Examples:
          lifted doctor my-spec.json
          lifted doctor --activation soft-threshold:threshold=0.5
          lifted doctor --operator gaussian-blur:size=9,sigma=1.5
        """;

    public const string Inspect =
        """
        What a file of tensors or an ONNX model holds: names, types, shapes, ranges, and values that are NaN or infinite; of an ONNX model its nodes, too,
        and whether it is read as a network. The format is told by the content; an ONNX model by its name. Nothing of a file is executed.

        Examples:
          lifted inspect model.pth
          lifted inspect runs/mnist-denoise-001/weights.safetensors
          lifted inspect model.onnx --json
        """;

    public const string Convert =
        """
        Write tensors, or a network with its weights, in another format, told by the name of OUT: .safetensors, .npz or .onnx. ONNX needs a network: that of an ONNX
        model, of a run, or of a spec whose weights are in IN.

        Examples:
          lifted convert model.pth model.safetensors
          lifted convert runs/mnist-denoise-001 model.onnx --weights best
          lifted convert model.pth model.onnx --spec my-spec.json
          lifted convert model.safetensors model.npz --spec my-spec.json --names names.json
        """;

    public const string Eval =
        """
        Judge the weights of a run on its test images again.

        Example:
          lifted eval runs/mnist-denoise-001
        """;

    public const string Restore =
        """
        Restore a picture of any size with the weights of a run, channel by channel; tiles overlap and are joined without seams.

        Examples:
          lifted restore runs/bsd-denoise-25-001 photo.png -o better.png
          lifted restore runs/bsd-denoise-25-001 noisy.png --clean photo.png
          lifted restore runs/bsd-denoise-25-001 photo.png --noise 0.1 --weights best
        """;

    public const string Invert =
        """
        Find the inputs of which a pre-trained network makes given measurements, or those of images with noise. The network is what a run trained, or a file.
        What is found stands in a run folder beside what a decoder and the Landweber iteration make of the same measurements, with a certificate or the
        reason why there is none.

        Examples:
          lifted invert runs/mnist-autoencoder-001 --set layers=3 --noise 0.05
          lifted invert mnist-encoder --set model=runs/mnist-autoencoder-001 --data ~/mnist
          lifted invert encoder.onnx --measurements codes.npz --noise 0.01
        """;

    public const string Restoration =
        """
        Denoising, deblurring and inpainting of MNIST: lifted and by back-propagation, each at its best rate.

        Example:
          lifted bench restoration --data data --seeds 3
        """;

    public const string Threshold =
        """
        Denoising through large soft-thresholds, where gradients vanish: lifted, by back-propagation, by back-propagation from the
        best of four scales of the initial weights, and both from biases that open the thresholds.

        Example:
          lifted bench threshold --data data --seeds 5
        """;

    public const string Depths =
        """
        Denoising, deblurring and inpainting of MNIST by perceptrons of 3, 6 and 12 layers through rectifiers and soft-thresholds of
        0.1, 0.5 and 1: lifted and by back-propagation. Takes the better part of an hour.

        Examples:
          lifted bench depths --data data --seeds 5
          lifted bench depths --data data --seeds 1 --set epochs=1 --set task.train=1000
        """;

    public const string DeblurTv =
        """
        Total variation on the deblurring protocols, beside the published row: it tells whether blur, noise and measure are those of the publication.
        A few minutes.

        Examples:
          lifted bench deblur-tv --data data --seeds 1
          lifted bench deblur-tv --data data --seeds 1 --set task.test=10
        """;

    public const string Devices =
        """
        What runs the kernels on this machine, and how fast: the path of the matrix products and their rate, the memory's bandwidth,
        accelerators. Measures for about a second.

        Examples:
          lifted devices
          lifted devices --json
        """;

    public const string Speed =
        """
        How fast this machine does the work of the solver, against what a user would take instead: OpenBLAS, the memory's bandwidth,
        PyTorch. Prints a table of ratios from one run, wins and losses alike.

        Examples:
          lifted bench speed --data data
          lifted bench speed --rows products,penalty --runs 9
          lifted bench speed --quick
        """;
}
