using System.Text.Json;
using System.Text.Json.Serialization;
using Kairos.StateSchedules.Sets;

namespace Kairos.Server.Api;

/// <summary>The settings of a mapping; what is left out takes its default.</summary>
internal sealed record SettingsBody(SettingsWire? Settings, long? Revision);

internal sealed record SettingsWire(TickMode? Mode, int? BatchRows, int? RowsPerSecond, int? PassRowsPerSecond, StateLogging? Logging);

internal sealed record PassBody(int? RowsPerSecond);

/// <summary>A change of one row's schedule; what is left out stays as it is.</summary>
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

/// <summary>State schedules as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SettingsBody))]
[JsonSerializable(typeof(PassBody))]
[JsonSerializable(typeof(ScheduleBody))]
[JsonSerializable(typeof(MappingsWire))]
[JsonSerializable(typeof(TicksWire))]
[JsonSerializable(typeof(TickAskedWire))]
[JsonSerializable(typeof(ForecastWire))]
[JsonSerializable(typeof(RowWire))]
[JsonSerializable(typeof(InstallWire))]
[JsonSerializable(typeof(FindingWire[]))]
internal sealed partial class StatesJson : JsonSerializerContext
{
    internal static void AddTo(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Add(Default);
        options.Converters.Add(new JsonStringEnumConverter<TickMode>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<StateLogging>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
    }
}
