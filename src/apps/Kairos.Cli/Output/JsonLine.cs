using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kairos.Cli.Output;

/// <summary>A document on one line, for programs.</summary>
internal static class JsonLine
{
    // It goes to terminals and programs, not into HTML: Chinese stays readable. Line ends are escaped all the same.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, JsonElement document) => output.WriteLine(Text(document));

    public static string Text(JsonElement document) => Text(document.WriteTo);

    /// <summary>What <paramref name="write"/> writes, without a line end.</summary>
    public static string Text(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, s_options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
