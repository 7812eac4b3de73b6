using System.Collections.Immutable;
using System.Globalization;

namespace Kairos.Triggers.Text;

/// <summary>Times of the day as people write them, divided by commas.</summary>
public static class TimesText
{
    /// <summary>How several are to be written, for errors.</summary>
    public const string Expected = "write times of the day divided by commas, as in 08:00 or 08:00,20:10:00";

    /// <summary>How one is to be written, for errors.</summary>
    public const string ExpectedOne = "write a time of the day, as in 20:10 or 20:10:00";

    private static readonly string[] s_forms = ["H:mm", "H:mm:ss", "H:mm:ss.FFFFFF"];

    /// <summary>Reads one time.</summary>
    public static bool TryReadOne(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text.Trim(), s_forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>Reads several.</summary>
    public static bool TryRead(string text, out ImmutableArray<TimeOnly> times)
    {
        ImmutableArray<TimeOnly>.Builder read = ImmutableArray.CreateBuilder<TimeOnly>();
        foreach (string part in text.Split(','))
        {
            if (!TryReadOne(part, out TimeOnly time))
            {
                times = [];
                return false;
            }

            read.Add(time);
        }

        times = read.ToImmutable();
        return true;
    }

    /// <summary>Writes one: hours and minutes, seconds and their parts where there are any.</summary>
    public static string Write(TimeOnly time) => time.ToString(
        time.Ticks % TimeSpan.TicksPerMinute == 0 ? "HH:mm" : "HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
}
