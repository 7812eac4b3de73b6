using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kairos.Cli.Rest;

/// <summary>The generated reading and writing of all documents.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobSubmission))]
[JsonSerializable(typeof(JobReceipt))]
[JsonSerializable(typeof(JobPage))]
[JsonSerializable(typeof(JobHistory))]
[JsonSerializable(typeof(JobEditing))]
[JsonSerializable(typeof(JobChanged))]
[JsonSerializable(typeof(RunPage))]
[JsonSerializable(typeof(SeatMessage))]
[JsonSerializable(typeof(SeatReply))]
[JsonSerializable(typeof(SchoolList))]
[JsonSerializable(typeof(SchoolDocument))]
[JsonSerializable(typeof(SchoolChange))]
[JsonSerializable(typeof(HealthDocument))]
[JsonSerializable(typeof(NodeList))]
[JsonSerializable(typeof(NodeDrain))]
[JsonSerializable(typeof(NodeDrained))]
[JsonSerializable(typeof(StateMappingList))]
[JsonSerializable(typeof(StateTickList))]
[JsonSerializable(typeof(StateTickAsked))]
[JsonSerializable(typeof(StatePassStart))]
[JsonSerializable(typeof(StatePass))]
[JsonSerializable(typeof(StateInstallation))]
[JsonSerializable(typeof(StateRow))]
[JsonSerializable(typeof(StateForecast))]
[JsonSerializable(typeof(StateScheduleEdit))]
[JsonSerializable(typeof(StateExhausted))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ApiJson : JsonSerializerContext;
