namespace LiftedActors.Model.Classification;

/// <summary>Classes 0…n−1 as one-hot vectors, and what is made of the outputs of a network that has one output per class.</summary>
public static class Classes
{
    /// <summary>Writes the one-hot vector of a class: 1 at its place, 0 elsewhere.</summary>
    /// <param name="label">The class.</param>
    /// <param name="target">One value per class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public static void WriteOneHot(int label, Span<Real> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, target.Length);
        target.Clear();
        target[label] = 1;
    }

    /// <summary>The class of the largest output, the first of several; −1 where an output is not a number.</summary>
    /// <param name="outputs">One value per class.</param>
    public static int Predicted(ReadOnlySpan<Real> outputs)
    {
        var best = 0;
        for (var i = 0; i < outputs.Length; i++)
        {
            if (Real.IsNaN(outputs[i]))
            {
                return -1;
            }

            best = outputs[i] > outputs[best] ? i : best;
        }

        return best;
    }

    /// <summary>The squared loss ½|y − t|², in double.</summary>
    /// <param name="target">t.</param>
    /// <param name="outputs">y, as many values.</param>
    public static double SquaredLoss(ReadOnlySpan<Real> target, ReadOnlySpan<Real> outputs)
    {
        var sum = 0.0;
        for (var i = 0; i < target.Length; i++)
        {
            var difference = (double)outputs[i] - target[i];
            sum += difference * difference;
        }

        return sum / 2;
    }

    /// <summary>The cross-entropy −Σ t log y of probabilities, in double; a probability that was rounded to zero counts as the smallest positive value.</summary>
    /// <param name="target">t, of the simplex.</param>
    /// <param name="outputs">y, of the simplex, as many values.</param>
    public static double CrossEntropy(ReadOnlySpan<Real> target, ReadOnlySpan<Real> outputs)
    {
        var sum = 0.0;
        for (var i = 0; i < target.Length; i++)
        {
            if (target[i] > 0)
            {
                sum -= target[i] * Math.Log(outputs[i] > 0 ? outputs[i] : outputs[i] <= 0 ? Real.Epsilon : double.NaN);
            }
        }

        return sum;
    }
}
