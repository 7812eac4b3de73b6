using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Passes;
using Kairos.StateSchedules.Schema;

namespace Kairos.Server.Api;

internal sealed record PassWire
{
    public required string Id { get; init; }

    public required string Mapping { get; init; }

    /// <summary>backfill or repair.</summary>
    public required string What { get; init; }

    /// <summary>running, done, cancelled or failed.</summary>
    public required string State { get; init; }

    public required string Started { get; init; }

    public string? Ended { get; init; }

    /// <summary>The share of the keys, 0 to 1.</summary>
    public required double Done { get; init; }

    public required double RowsPerSecond { get; init; }

    public required int SlicesEnded { get; init; }

    public required int Slices { get; init; }

    public required PassCounts Counts { get; init; }

    public required IReadOnlyList<string> Faults { get; init; }

    internal static PassWire Of(PassView view) => new()
    {
        Id = view.Id,
        Mapping = view.Mapping,
        What = StatesWords.Of(view.What),
        State = StatesWords.Of(view.State),
        Started = StatesWords.Of(view.Started),
        Ended = StatesWords.Of(view.Ended),
        Done = view.Done,
        RowsPerSecond = view.RowsPerSecond,
        SlicesEnded = view.SlicesEnded,
        Slices = view.Slices,
        Counts = view.Counts,
        Faults = view.Faults,
    };
}

internal sealed record InstallWire(IReadOnlyList<InstallStep> Steps, IReadOnlyList<FindingWire> Findings)
{
    internal static InstallWire Of(InstallView view) => new(view.Steps, [.. view.Findings.Select(FindingWire.Of)]);
}

/// <summary>Where the tables don't fit a mapping, or could serve it better.</summary>
internal sealed record FindingWire
{
    /// <summary>error: it keeps the mapping from being applied; advice: this would serve better.</summary>
    public required string Severity { get; init; }

    public required string Table { get; init; }

    public string? Column { get; init; }

    public required string Found { get; init; }

    public required string Needed { get; init; }

    public required string Remedy { get; init; }

    internal static FindingWire Of(SchemaFinding finding) => new()
    {
        Severity = StatesWords.Of(finding.Severity),
        Table = finding.Table,
        Column = finding.Column,
        Found = finding.Found,
        Needed = finding.Needed,
        Remedy = finding.Remedy,
    };
}
