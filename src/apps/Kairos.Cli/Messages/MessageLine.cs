using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Kairos.Cli.Messages;

/// <summary>A line of input: a message, and where a sample says so, how it must be read.</summary>
/// <param name="Text">The message.</param>
/// <param name="Expect">Members that the answer must have; null where nothing is expected.</param>
internal sealed record MessageLine(string Text, JsonElement? Expect)
{
    /// <summary>A sample if the line is one, else the line itself as a message.</summary>
    /// <remarks>No message begins with a brace: the first field is a verb.</remarks>
    public static MessageLine Of(string line) =>
        line.StartsWith('{') && TryReadSample(line, out MessageLine? sample) ? sample : new MessageLine(line, Expect: null);

    /// <summary>Reads <c>{"text":"…","expect":{…}}</c>, where expect may be absent.</summary>
    public static bool TryReadSample(string line, [NotNullWhen(true)] out MessageLine? sample)
    {
        sample = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("text", out JsonElement text)
                && text.ValueKind == JsonValueKind.String)
            {
                JsonElement? expect = document.RootElement.TryGetProperty("expect", out JsonElement expected)
                    && expected.ValueKind == JsonValueKind.Object ? expected.Clone() : null;
                sample = new MessageLine(text.GetString()!, expect);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a text that is half a character: no sample. What the line then is, the caller decides.
            return false;
        }

        return sample is not null;
    }
}
