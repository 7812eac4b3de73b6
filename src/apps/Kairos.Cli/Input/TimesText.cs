using System.Collections.Immutable;
using System.Globalization;

namespace Kairos.Cli.Input;

/// <summary>Times of the day as they are typed, divided by commas.</summary>
internal static class TimesText
{
    public const string Expected = "write times of the day divided by commas, as in 08:00 or 08:00,20:10:00";

    public const string ExpectedOne = "write a time of the day, as in 20:10 or 20:10:00";

    private static readonly string[] s_forms = ["H:mm", "H:mm:ss", "H:mm:ss.FFFFFF"];

    public static bool TryReadOne(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text.Trim(), s_forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

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
}
