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

    public const string Eval =
        """
        Judge the weights of a run on its test images again.

        Example:
          lifted eval runs/mnist-denoise-001
        """;
}
