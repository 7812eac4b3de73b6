namespace Kairos.Targets;

/// <summary>How an outside party may be called.</summary>
public sealed record TargetOptions
{
    /// <summary>Its name, as jobs and handlers know it.</summary>
    public required string Name { get; init; }

    /// <summary>Requests per second over all users.</summary>
    public double RequestsPerSecond { get; init; } = 50;

    /// <summary>How many of them may go at once: time is cut into cells of Burst / RequestsPerSecond, and each admits Burst.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>How much before the safe instant a gate on this target's clock opens. Zero never sends early.</summary>
    public TimeSpan Lead { get; init; }

    /// <summary>A wider known offset than this is warned about.</summary>
    public TimeSpan OffsetAlarm { get; init; } = TimeSpan.FromMilliseconds(50);
}
