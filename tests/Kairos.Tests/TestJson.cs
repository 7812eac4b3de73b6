using System.Text.Json.Serialization;

namespace Kairos.Tests;

public sealed record Greeting(string Text);

[JsonSerializable(typeof(Greeting))]
internal sealed partial class TestJson : JsonSerializerContext;
