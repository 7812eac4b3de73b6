namespace Kairos.Nodes;

/// <summary>How a node lives among others on a store that they share. The defaults suit all but measurements; all nodes should have the same.</summary>
public sealed record NodeOptions
{
    /// <summary>For people; null is host and process.</summary>
    public string? Name { get; init; }

    /// <summary>How often it tells the store that it lives, and learns who else does.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How soon a beat that failed is tried again.</summary>
    public TimeSpan BeatRetry { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>For so long the others see the same beat before they take a node over, on their own clock that counts suspend, with the store in reach all the time.</summary>
    public TimeSpan TakeOverAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>So much earlier than that, from the sending of its last good beat, the node starts nothing more by itself.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>While the store's clock is known less exactly than this, nothing is claimed.</summary>
    public TimeSpan MostUncertainty { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a change of a job that another node holds waits for that node's answer before it is told to be pending.</summary>
    public TimeSpan SettleWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a lease holds from the sending of its beat.</summary>
    internal TimeSpan Term => TakeOverAfter - Margin;

    /// <exception cref="ArgumentException">They can't be kept; the message says which and why.</exception>
    internal static NodeOptions Checked(NodeOptions options)
    {
        string? fault = options switch
        {
            _ when options.Beat <= TimeSpan.Zero || options.BeatRetry <= TimeSpan.Zero => $"{nameof(Beat)} and {nameof(BeatRetry)} are above zero.",
            _ when options.Margin <= TimeSpan.Zero => $"{nameof(Margin)} is above zero: without it a node would start what others may take over.",
            _ when options.Term < 2 * options.Beat => $"{nameof(TakeOverAfter)} less {nameof(Margin)} is at least two beats: one that is late must not stop a node.",
            _ when options.MostUncertainty <= TimeSpan.Zero => $"{nameof(MostUncertainty)} is above zero: no clock is known exactly.",
            _ when options.SettleWait < TimeSpan.Zero => $"{nameof(SettleWait)} is not negative; zero does not wait.",
            _ => null,
        };
        return fault is null ? options : throw new ArgumentException($"These node options can't be kept: {fault}", nameof(options));
    }
}
