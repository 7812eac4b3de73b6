namespace Kairos.Bench;

/// <summary>Measured values in order.</summary>
internal sealed class Sample
{
    private readonly double[] _sorted;

    internal Sample(IEnumerable<double> values)
    {
        _sorted = [.. values];
        Array.Sort(_sorted);
    }

    internal int Count => _sorted.Length;

    internal double Median => At(0.5);

    internal double P99 => At(0.99);

    internal double First => _sorted[0];

    internal double Last => _sorted[^1];

    /// <summary>The smallest value that this share of the values does not exceed.</summary>
    internal double At(double share) => _sorted[Math.Clamp((int)Math.Ceiling(share * _sorted.Length) - 1, 0, _sorted.Length - 1)];

    internal int CountOf(Func<double, bool> which) => _sorted.Count(which);
}
