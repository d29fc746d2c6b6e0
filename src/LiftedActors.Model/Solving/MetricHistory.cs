namespace LiftedActors.Model.Solving;

/// <summary>The values of one metric after each epoch of a run, and the best of them.</summary>
public sealed class MetricHistory
{
    private readonly List<double> _values = [];

    /// <summary>Creates an empty history.</summary>
    /// <param name="name">The metric's name in sentences.</param>
    /// <param name="isHigherBetter">Whether higher values are better.</param>
    /// <param name="minimumChange">By how much more than this a value must be better than the best one before, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The least change is negative or not finite.</exception>
    public MetricHistory(string name, bool isHigherBetter, double minimumChange = 0)
    {
        if (!(minimumChange >= 0 && double.IsFinite(minimumChange)))
        {
            throw new ArgumentOutOfRangeException(nameof(minimumChange), $"The least change must be a number from 0, which {minimumChange} is not.");
        }

        (Name, IsHigherBetter, MinimumChange) = (name, isHigherBetter, minimumChange);
    }

    /// <summary>The metric's name.</summary>
    public string Name { get; }

    /// <summary>Whether higher values are better.</summary>
    public bool IsHigherBetter { get; }

    /// <summary>By how much more than this a value must be better than the best one before.</summary>
    public double MinimumChange { get; }

    /// <summary>The epochs that are known.</summary>
    public int Epochs => _values.Count;

    /// <summary>The best epoch, from 1, and its value; the first of several, and epoch 0 where no value was finite.</summary>
    public (int Epoch, double Value) Best
    {
        get
        {
            var best = (Epoch: 0, Value: double.NaN);
            for (var i = 0; i < _values.Count; i++)
            {
                var gain = IsHigherBetter ? _values[i] - best.Value : best.Value - _values[i];
                if (double.IsFinite(_values[i]) && (best.Epoch == 0 || gain > MinimumChange))
                {
                    best = (i + 1, _values[i]);
                }
            }

            return best;
        }
    }

    /// <summary>Adds the value of the next epoch.</summary>
    public void Add(double value) => _values.Add(value);

    /// <summary>Forgets all epochs beyond a number.</summary>
    public void CutBack(int epochs) => _values.RemoveRange(Math.Min(epochs, _values.Count), Math.Max(0, _values.Count - epochs));
}
