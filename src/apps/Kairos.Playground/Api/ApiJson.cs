using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kairos.Playground.Api;

[JsonSerializable(typeof(Reply))]
[JsonSerializable(typeof(SchoolList))]
[JsonSerializable(typeof(SchoolView))]
[JsonSerializable(typeof(RoomView))]
[JsonSerializable(typeof(PageRequest))]
[JsonSerializable(typeof(PageReply))]
[JsonSerializable(typeof(ReserveRequest))]
[JsonSerializable(typeof(MineReply))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    // Chinese and quotes stay readable. Safe, because nothing of this is ever put into a page.
    public static ApiJson Web { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
