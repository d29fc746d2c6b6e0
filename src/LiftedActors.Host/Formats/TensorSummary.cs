using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Formats;

/// <summary>The range of a tensor.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Least">The least finite value; NaN where there is none.</param>
/// <param name="Largest">The largest finite value; NaN where there is none.</param>
/// <param name="NotNumbers">The values that are NaN.</param>
/// <param name="Infinite">The values that are infinite.</param>
internal sealed record TensorSummary(Tensor Tensor, double Least, double Largest, int NotNumbers, int Infinite)
{
    /// <summary>Looks at every value.</summary>
    public static TensorSummary Of(Tensor tensor)
    {
        var (least, largest, notNumbers, infinite) = (double.PositiveInfinity, double.NegativeInfinity, 0, 0);
        for (var i = 0; i < tensor.Count; i++)
        {
            var value = tensor[i];
            if (double.IsFinite(value))
            {
                (least, largest) = (Math.Min(least, value), Math.Max(largest, value));
            }
            else if (double.IsNaN(value))
            {
                notNumbers++;
            }
            else
            {
                infinite++;
            }
        }

        return least <= largest ? new(tensor, least, largest, notNumbers, infinite) : new(tensor, double.NaN, double.NaN, notNumbers, infinite);
    }
}
