using System.Globalization;

namespace LiftedActors.Host.Inverting;

/// <summary>One iteration of an inversion, as a row of the metrics.</summary>
/// <param name="Trial">The number of the weight that is tried, from 1.</param>
/// <param name="Alpha">α.</param>
/// <param name="Iteration">The iterations completed.</param>
/// <param name="Objective">F, the mean over samples.</param>
/// <param name="Misfit">The mean misfit of the network itself at the inputs.</param>
/// <param name="LiftingGap">Σ C_ℓ without weights.</param>
/// <param name="Psnr">The mean PSNR in dB; not a number where the truth is not known.</param>
/// <param name="Seconds">The seconds of this trial.</param>
internal sealed record InversionRow(int Trial, double Alpha, int Iteration, double Objective, double Misfit, double LiftingGap, double Psnr, double Seconds)
{
    /// <summary>The header of the table.</summary>
    public const string Header = "trial,alpha,iteration,objective,misfit,liftingGap,psnr,seconds";

    /// <summary>Reads a row; null for one that was cut off.</summary>
    public static InversionRow? Parse(string line)
    {
        var fields = line.Split(',');
        return fields.Length == 8 && fields.All(field => double.TryParse(field, CultureInfo.InvariantCulture, out _))
            ? new InversionRow((int)At(0), At(1), (int)At(2), At(3), At(4), At(5), At(6), At(7))
            : null;

        double At(int i) => double.Parse(fields[i], CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Trial},{Alpha:R},{Iteration},{Objective:R},{Misfit:R},{LiftingGap:R},{Psnr:R},{Seconds:R}");
}
