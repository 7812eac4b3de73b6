namespace Kairos.Cli.Rehearse;

/// <summary>Order statistics of a set of milliseconds; zeros for an empty set.</summary>
internal sealed record Figures(double P50, double P99, double Max)
{
    internal static Figures Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? new Figures(0, 0, 0) : new Figures(At(sorted, 0.50), At(sorted, 0.99), Round(sorted[^1]));
    }

    // Nearest rank.
    private static double At(double[] sorted, double share) => Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)]);

    private static double Round(double value) => Math.Round(value, 3);
}
