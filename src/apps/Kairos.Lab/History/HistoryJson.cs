using System.Text.Json;
using System.Text.Json.Serialization;
using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Lab.History;

/// <summary>Events and verdicts as JSON, one a line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(JobIdJson), typeof(InstantJson)])]
[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(Verdict))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    internal static string Write(HistoryEvent e) => JsonSerializer.Serialize(e, Default.HistoryEvent);
}

/// <summary>In its 22 characters.</summary>
internal sealed class JobIdJson : JsonConverter<JobId>
{
    public override JobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JobId.TryParse(reader.GetString(), out JobId id) ? id : throw new JsonException($"'{reader.GetString()}' is no job id: 22 characters of 0-9A-Za-z are expected.");

    public override void Write(Utf8JsonWriter writer, JobId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>As microseconds.</summary>
internal sealed class InstantJson : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Micros);
}
