using System.Text.Json.Serialization;
using Kairos.StateSchedules.Sets;

namespace Kairos.StateSchedules.Desk;

/// <summary>How views are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(MappingList))]
[JsonSerializable(typeof(TickList))]
[JsonSerializable(typeof(TickAsked))]
[JsonSerializable(typeof(PassView))]
[JsonSerializable(typeof(RowWhy))]
[JsonSerializable(typeof(FlipForecast))]
[JsonSerializable(typeof(SettingsView))]
[JsonSerializable(typeof(InstallView))]
[JsonSerializable(typeof(ScheduleEdit))]
[JsonSerializable(typeof(StateSettings))]
[JsonSerializable(typeof(StateRefusal))]
public sealed partial class StateViewJson : JsonSerializerContext;
