using Kairos.StateSchedules.Passes;

namespace Kairos.Bench.States.Ours;

/// <summary>What a pass took. Memory is managed, in bytes; before and after with all garbage collected, the peak with it.</summary>
internal sealed record PassFigures
{
    internal required PassCounts Counts { get; init; }

    internal required double Seconds { get; init; }

    internal required long Statements { get; init; }

    internal required double EngineCpuSeconds { get; init; }

    internal required double DatabaseCpuSeconds { get; init; }

    internal required long MemoryBefore { get; init; }

    internal required long MemoryPeak { get; init; }

    internal required long MemoryAfter { get; init; }

    /// <summary>As they are printed.</summary>
    internal (string Name, double Value)[] Told =>
    [
        ("rows read", Counts.Read),
        ("rows written", Counts.Mended),
        ("seconds", Seconds),
        ("rows read per s", Counts.Read / Seconds),
        ("rows written per s", Counts.Mended / Seconds),
        ("statements", Statements),
        ("CPU s of the engine", EngineCpuSeconds),
        ("CPU s of the database", DatabaseCpuSeconds),
        ("managed MB before", MemoryBefore / 1e6),
        ("managed MB at most, garbage included", MemoryPeak / 1e6),
        ("managed MB after", MemoryAfter / 1e6),
    ];
}
