using System.Text.Json.Serialization;
using Kairos.StateSchedules.Passes;
using Kairos.StateSchedules.Ticks;

namespace Kairos.StateSchedules;

/// <summary>What jobs and runs carry.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TickPayload))]
[JsonSerializable(typeof(TickNotes))]
[JsonSerializable(typeof(PassPayload))]
[JsonSerializable(typeof(PassNotes))]
internal sealed partial class StateJson : JsonSerializerContext;
