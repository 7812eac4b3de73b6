using System.Globalization;
using System.Text.Json;

namespace Kairos.Triggers;

/// <summary>The stored form of triggers.</summary>
/// <remarks>
/// <c>{"at":"2026-11-20T12:10:00Z"}</c>, <c>{"every":"00:01:30","anchor":"…"}</c> (a number of seconds is read too),
/// <c>{"daily":["20:10:00"],"zone":"Asia/Shanghai","weekdays":["monday"]}</c>.
/// </remarks>
public static class TriggerJson
{
    /// <summary>Writes the stored form.</summary>
    public static string Write(Trigger trigger)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            switch (trigger)
            {
                case AtTrigger at:
                    json.WriteString("at", at.Due.ToString());
                    break;
                case EveryTrigger every:
                    json.WriteString("every", every.Period.ToString("c", CultureInfo.InvariantCulture));
                    json.WriteString("anchor", every.Anchor.ToString());
                    break;
                case DailyTrigger daily:
                    WriteDaily(json, daily);
                    break;
                default:
                    throw new ArgumentException($"No stored form for {trigger.GetType().Name}.", nameof(trigger));
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="FormatException">The text is not a trigger; the message says what is expected.</exception>
    public static Trigger Read(string text) => TriggerReader.Read(text);

    private static void WriteDaily(Utf8JsonWriter json, DailyTrigger daily)
    {
        json.WriteStartArray("daily");
        foreach (TimeOnly time in daily.Times)
        {
            json.WriteStringValue(time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture));
        }

        json.WriteEndArray();
        json.WriteString("zone", daily.Zone);
        if (daily.Weekdays != Weekdays.All)
        {
            json.WriteStartArray("weekdays");
            for (int day = 0; day < 7; day++)
            {
                if (((int)daily.Weekdays & (1 << day)) != 0)
                {
                    json.WriteStringValue(((DayOfWeek)day).ToString());
                }
            }

            json.WriteEndArray();
        }
    }
}
