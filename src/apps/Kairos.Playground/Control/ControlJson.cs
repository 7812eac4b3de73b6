using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kairos.Playground.Control;

[JsonSerializable(typeof(SessionsOrder))]
[JsonSerializable(typeof(SessionsGiven))]
[JsonSerializable(typeof(DoorOrder))]
[JsonSerializable(typeof(HoldOrder))]
[JsonSerializable(typeof(ReleaseOrder))]
[JsonSerializable(typeof(OpeningOrder))]
[JsonSerializable(typeof(OpeningSet))]
[JsonSerializable(typeof(RivalsRequest))]
[JsonSerializable(typeof(RivalsSent))]
[JsonSerializable(typeof(FaultSettings))]
[JsonSerializable(typeof(IReadOnlyList<ArrivalLine>))]
[JsonSerializable(typeof(StateView))]
internal sealed partial class ControlJson : JsonSerializerContext
{
    // Chinese and quotes stay readable. Safe, because nothing of this is ever put into a page.
    public static ControlJson Web { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
