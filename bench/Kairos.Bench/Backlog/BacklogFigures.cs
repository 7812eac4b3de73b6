namespace Kairos.Bench.Backlog;

/// <summary>What was measured at one length of the table. Samples are of milliseconds.</summary>
internal sealed record BacklogFigures
{
    internal required double FilledPerSecond { get; init; }

    internal required double TableMegabytes { get; init; }

    internal required double IndexMegabytes { get; init; }

    /// <summary>From a start of an engine to its first look at the store.</summary>
    internal required TimeSpan StartUp { get; init; }

    /// <summary>Arms that were filled.</summary>
    internal required Sample Arm { get; init; }

    /// <summary>Arms that were filled while a transaction with an old snapshot was open, those of its last quarter.</summary>
    internal required Sample Held { get; init; }
}
