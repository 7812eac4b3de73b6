using System.Text.Json;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Ticks;
using Kairos.Time;
using Kairos.Triggers.Text;

namespace Kairos.Server.Api;

internal sealed record MappingsWire(IReadOnlyList<MappingWire> Mappings)
{
    internal static MappingsWire Of(MappingList list) => new([.. list.Mappings.Select(MappingWire.Of)]);
}

internal sealed record MappingWire
{
    public required string Name { get; init; }

    public required string Table { get; init; }

    public required string Zone { get; init; }

    /// <summary>A span as triggers have them: 1m, 30s.</summary>
    public required string Every { get; init; }

    public required int Slices { get; init; }

    public required bool IsEnabled { get; init; }

    public required StandingWire Settings { get; init; }

    public string? OldestChange { get; init; }

    /// <summary>Null where it is not known; fault tells why.</summary>
    public double? LagMs { get; init; }

    public string? Fault { get; init; }

    public TickWire? LastTick { get; init; }

    public PassWire? Pass { get; init; }

    internal static MappingWire Of(MappingView view) => new()
    {
        Name = view.Name,
        Table = view.Table,
        Zone = view.Zone,
        Every = DurationText.Write(view.Every),
        Slices = view.Slices,
        IsEnabled = view.IsEnabled,
        Settings = StandingWire.Of(view.Settings),
        OldestChange = StatesWords.Of(view.OldestChange),
        LagMs = view.Lag?.TotalMilliseconds,
        Fault = view.Fault,
        LastTick = view.LastTick is { } tick ? TickWire.Of(tick) : null,
        Pass = view.Pass is { } pass ? PassWire.Of(pass) : null,
    };
}

/// <summary>The settings of a mapping, and the revision that a change of them may name.</summary>
internal sealed record StandingWire(SettingsWire Settings, long Revision)
{
    internal static StandingWire Of(SettingsView view)
    {
        StateSettings settings = view.Settings;
        return new(new SettingsWire(StatesWords.Of(settings.Mode), settings.BatchRows, settings.RowsPerSecond, settings.PassRowsPerSecond, StatesWords.Of(settings.Logging)), view.Revision);
    }
}

/// <summary>How a mapping's work is done; a null is no limit.</summary>
internal sealed record SettingsWire(string Mode, int BatchRows, int? RowsPerSecond, int? PassRowsPerSecond, string Logging);

internal sealed record TicksWire(IReadOnlyList<TickWire> Ticks)
{
    internal static TicksWire Of(TickList list) => new([.. list.Ticks.Select(TickWire.Of)]);
}

internal sealed record TickAskedWire(string Due)
{
    internal static TickAskedWire Of(TickAsked asked) => new(StatesWords.Of(asked.Due));
}

internal sealed record TickWire
{
    public required string Due { get; init; }

    /// <summary>next-change or full; null where no slice has told yet.</summary>
    public string? Mode { get; init; }

    public required int Done { get; init; }

    public required int Running { get; init; }

    public required int Failed { get; init; }

    public required int Skipped { get; init; }

    public required long Read { get; init; }

    public required long Written { get; init; }

    public required long Left { get; init; }

    public required long Unreadable { get; init; }

    public required IReadOnlyList<long> UnreadableKeys { get; init; }

    public required long Statements { get; init; }

    public required IReadOnlyList<Flip> Flips { get; init; }

    public required double DurationMs { get; init; }

    public required double LagMs { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    internal static TickWire Of(TickView view) => new()
    {
        Due = StatesWords.Of(view.Due),
        Mode = view.Mode is { } mode ? StatesWords.Of(mode) : null,
        Done = view.Done,
        Running = view.Running,
        Failed = view.Failed,
        Skipped = view.Skipped,
        Read = view.Read,
        Written = view.Written,
        Left = view.Left,
        Unreadable = view.Unreadable,
        UnreadableKeys = view.UnreadableKeys,
        Statements = view.Statements,
        Flips = view.Flips,
        DurationMs = view.Duration.TotalMilliseconds,
        LagMs = view.Lag.TotalMilliseconds,
        Reasons = view.Reasons,
    };
}

/// <summary>Values of state schedules as they go over the wire.</summary>
internal static class StatesWords
{
    internal static string Of(DateTimeOffset instant) => Instant.From(instant).ToString();

    internal static string? Of(DateTimeOffset? instant) => instant is { } given ? Of(given) : null;

    internal static string Of(Enum word) => JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString());

    /// <summary>The value that a body names by its word; null where it names none.</summary>
    internal static T? ValueOf<T>(string what, string? text)
        where T : struct, Enum
    {
        T[] all = Enum.GetValues<T>();
        int found = text is null ? -1 : Array.FindIndex(all, value => Of(value) == text);
        return found >= 0 ? all[found]
            : text is null ? null
            : throw RefusedException.Bad($"{what} '{text}' is unknown.", $"Use one of {string.Join(", ", all.Select(static value => Of(value)))}.");
    }
}
