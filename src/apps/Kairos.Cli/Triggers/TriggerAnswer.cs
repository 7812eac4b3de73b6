using System.Globalization;
using System.Text.Json;
using Kairos.Cli.Output;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Cli.Triggers;

/// <summary>The answers about a trigger, for programs and for people.</summary>
internal static class TriggerAnswer
{
    /// <summary>What starts, in order.</summary>
    public static IEnumerable<(Instant At, bool? On)> Of(TriggerAsked asked) => TriggerForecast.Of(asked.Trigger, asked.From, [])
        .Where(static occurrence => occurrence.At is not null)
        .Select(static occurrence => (occurrence.At!.Value, occurrence.On))
        .Take(asked.Count);

    public static string Json(TriggerAsked asked) => JsonLine.Text(json =>
    {
        json.WriteStartArray();
        foreach ((Instant at, bool? state) in Of(asked))
        {
            if (state is { } on)
            {
                json.WriteStartObject();
                json.WriteString("at", at.ToString());
                json.WriteString("state", on ? "on" : "off");
                json.WriteEndObject();
            }
            else
            {
                json.WriteStringValue(at.ToString());
            }
        }

        json.WriteEndArray();
    });

    public static string Json(TriggerFault fault) => JsonLine.Text(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("field", fault.Field);
        json.WriteNumber("position", fault.Position);
        json.WriteString("message", fault.Message);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>One a line: the instant, the local time in its zone, and what a grid changes to.</summary>
    public static void Write(TextWriter output, TriggerAsked asked)
    {
        TimeZoneInfo zone = LocalTimes.Zone(asked.Trigger.Zone);
        int count = 0;
        foreach ((Instant at, bool? on) in Of(asked))
        {
            count++;
            DateTimeOffset local = TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), zone);
            string state = on switch { true => "  on", false => "  off", null => "" };
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at}  {local:ddd yyyy-MM-dd HH:mm:ss.FFFFFF zzz}{state}"));
        }

        if (count < asked.Count)
        {
            output.WriteLine(count == 0 ? "It is never due." : "After that it is never due.");
        }
    }

    /// <summary>Where the fault is, under the expression.</summary>
    public static void Write(TextWriter output, TriggerFault fault, string? expression)
    {
        output.WriteLine($"kairos: {fault.Message}");
        if (expression is not null && fault.Field != "option" && !expression.Contains('\n', StringComparison.Ordinal))
        {
            output.WriteLine($"  {PlainText.Of(expression)}");
            output.WriteLine($"  {new string(' ', fault.Position)}^ {fault.Field}");
        }
    }
}
