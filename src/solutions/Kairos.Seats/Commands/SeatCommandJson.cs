using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kairos.Seats.Commands;

/// <summary>Writes a parse as one JSON object on one line, for programs.</summary>
/// <remarks>Session values stand under the key <c>session</c> and nowhere else; keys that a verb does not use are absent.</remarks>
public static class SeatCommandJson
{
    // The text goes to programs and terminals, not into HTML: Chinese stays readable. Line ends are escaped all the same.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object as text, without a line end.</summary>
    public static string Text(SeatParse parse)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, parse);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the object; how Chinese is escaped is the writer's choice.</summary>
    public static void Write(Utf8JsonWriter writer, SeatParse parse)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(parse);
        writer.WriteStartObject();
        writer.WriteBoolean("ok"u8, parse is SeatCommand);
        if (parse is SeatCommand command)
        {
            WriteCommand(writer, command);
        }
        else if (parse is SeatFault fault)
        {
            writer.WriteString("field"u8, fault.Field.WireName());
            writer.WriteString("code"u8, fault.Code.WireName());
            writer.WriteString("message"u8, fault.Message);
        }

        writer.WriteEndObject();
    }

    private static void WriteCommand(Utf8JsonWriter writer, SeatCommand command)
    {
        writer.WriteString("verb"u8, command.Verb.WireName());
        if (command.What is { } what)
        {
            writer.WriteString("what"u8, what.WireName());
        }

        if (command.School is { } school)
        {
            writer.WriteString("school"u8, school);
        }

        var takesSeats = command.Verb is SeatVerb.Grab or SeatVerb.Watch;
        if (takesSeats)
        {
            WriteCandidates(writer, command);
        }

        if (command.Session is { } session)
        {
            writer.WriteStartObject("session"u8);
            writer.WriteString(SessionCookies.WechatName, session.WechatSessId);
            writer.WriteString(SessionCookies.ServerName, session.ServerId);
            writer.WriteEndObject();
        }

        if (takesSeats)
        {
            writer.WriteString("openAt"u8, command.OpenAt?.ToString("HH':'mm':'ss", CultureInfo.InvariantCulture));
            writer.WriteString("mode"u8, command.Mode?.WireName());
        }

        if (command.FallbackAny)
        {
            writer.WriteString("fallback"u8, "any"u8);
        }

        writer.WriteString("canonical"u8, command.Canonical);
    }

    private static void WriteCandidates(Utf8JsonWriter writer, SeatCommand command)
    {
        writer.WriteStartArray("candidates"u8);
        foreach (var (room, seat) in command.Candidates)
        {
            writer.WriteStartObject();
            writer.WriteNumber("room"u8, room);
            writer.WriteNumber("seat"u8, seat);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
