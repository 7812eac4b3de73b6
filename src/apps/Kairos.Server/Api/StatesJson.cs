using System.Text.Json.Serialization;

namespace Kairos.Server.Api;

// A member with a slip in its name is refused: else it would take its default without a word.

/// <summary>A change of a mapping's settings.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SettingsBody
{
    public SettingsPart? Settings { get; init; }

    /// <summary>The revision that is meant; without it, whichever stands.</summary>
    public long? Revision { get; init; }
}

/// <summary>The settings of a mapping; what is left out takes its default.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SettingsPart
{
    /// <summary>next-change or full.</summary>
    public string? Mode { get; init; }

    public int? BatchRows { get; init; }

    public int? RowsPerSecond { get; init; }

    public int? PassRowsPerSecond { get; init; }

    /// <summary>faults, ticks or batches.</summary>
    public string? Logging { get; init; }
}

/// <summary>How a pass is to be done.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PassBody
{
    /// <summary>The most, of all slices together; without it, what the settings say.</summary>
    public int? RowsPerSecond { get; init; }
}

/// <summary>A change of one row's schedule; what is left out stays as it is.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ScheduleBody
{
    public string? Grid { get; init; }

    public bool DropsGrid { get; init; }

    public string? Start { get; init; }

    public bool OpensStart { get; init; }

    public string? End { get; init; }

    public bool OpensEnd { get; init; }

    public bool? Paused { get; init; }

    /// <summary>The version that is meant; without it, whichever stands.</summary>
    public long? Version { get; init; }
}

/// <summary>A report that a row's budget is used up.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ExhaustedBody
{
    /// <summary>When it was; without it, now.</summary>
    public string? At { get; init; }
}

/// <summary>State schedules as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SettingsBody))]
[JsonSerializable(typeof(PassBody))]
[JsonSerializable(typeof(ScheduleBody))]
[JsonSerializable(typeof(ExhaustedBody))]
[JsonSerializable(typeof(MappingsWire))]
[JsonSerializable(typeof(TicksWire))]
[JsonSerializable(typeof(TickAskedWire))]
[JsonSerializable(typeof(ForecastWire))]
[JsonSerializable(typeof(RowWire))]
[JsonSerializable(typeof(InstallWire))]
[JsonSerializable(typeof(FindingWire[]))]
internal sealed partial class StatesJson : JsonSerializerContext;
