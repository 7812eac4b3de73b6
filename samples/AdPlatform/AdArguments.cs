using System.Globalization;

namespace AdPlatform;

/// <summary>What was asked for on the command line.</summary>
internal sealed record AdArguments(string Connection, AdOptions Options)
{
    internal const string Usage = """
        Makes an ad platform's tables in an empty PostgreSQL database.

          AdPlatform CONNECTION [--rows N] [--seed N] [--today DATE] [--status-at INSTANT] [--restless SHARE] [--no-creatives]

          CONNECTION      Npgsql's form: Host=127.0.0.1;Database=ads;Username=ads
          --rows          rows of status: 1000000 by default, 1000 at least; 85000000 is the case's own scale.
          --seed          the same seed makes the same rows; 1 by default.
          --today         the day around which starts and ends lie, 2026-11-25; today by default.
          --status-at     the instant for which the state bits are right, 2026-11-25T10:00:00+08:00; without it they are all clear.
          --restless      the share of rows with slots that are within their dates and whose grid changes; 0.108 by default.
          --no-creatives  leaves ad_creative empty.
        """;

    /// <summary>The arguments, or what is wrong with them.</summary>
    internal static (AdArguments? Arguments, string? Complaint) Read(ReadOnlySpan<string> words, DateTimeOffset now)
    {
        if (words.IsEmpty || words[0].StartsWith('-'))
        {
            return (null, "name the database first: Host=127.0.0.1;Database=ads;Username=ads");
        }

        AdOptions options = new() { Rows = 1_000_000, Today = Midnight(now) };
        for (int i = 1; i < words.Length; i++)
        {
            string? value = i + 1 < words.Length ? words[i + 1] : null;
            switch (words[i])
            {
                case "--no-creatives":
                    options = options with { Creatives = false };
                    continue;
                case "--rows" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long rows) && rows is >= AdOptions.Fewest and <= 10 * AdOptions.WholeScale:
                    options = options with { Rows = rows };
                    break;
                case "--seed" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long seed):
                    options = options with { Seed = seed };
                    break;
                case "--today" when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly today):
                    options = options with { Today = new DateTimeOffset(today, TimeOnly.MinValue, AdOptions.Wednesday.Offset) };
                    break;
                case "--status-at" when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at):
                    options = options with { StatusAt = at };
                    break;
                case "--restless" when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) && share <= 0.5:
                    options = options with { Restless = share };
                    break;
                default:
                    return (null, $"'{words[i]}{(value is null ? "" : " " + value)}' is unknown or out of range: see --help");
            }

            i++;
        }

        return (new AdArguments(words[0], options), null);
    }

    private static DateTimeOffset Midnight(DateTimeOffset now)
    {
        DateTimeOffset local = now.ToOffset(AdOptions.Wednesday.Offset);
        return local - local.TimeOfDay;
    }
}
