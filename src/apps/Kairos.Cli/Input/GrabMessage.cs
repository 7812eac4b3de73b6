using System.Text;
using System.Text.RegularExpressions;

namespace Kairos.Cli.Input;

/// <summary>A grab in parts, and the one line of the command language that it makes.</summary>
/// <remarks>Only what would break the line is refused here; what the parts mean is judged by the server, which logs it.</remarks>
internal sealed partial record GrabMessage
{
    public required string School { get; init; }

    /// <summary>Each <c>ROOM:SEAT</c>; 0 or nothing is any, a negative number excludes.</summary>
    public required IReadOnlyList<string> Candidates { get; init; }

    /// <summary>The pasted cookie header.</summary>
    public required string Session { get; init; }

    public string? OpenAt { get; init; }

    public string? Mode { get; init; }

    public bool AnyElse { get; init; }

    /// <summary>The line.</summary>
    /// <exception cref="CliFailure">A part is missing, or would be read as several fields.</exception>
    public string Text()
    {
        if (!Word().IsMatch(School))
        {
            throw CliFailure.Usage($"--school '{School}' is no abbreviation", "write letters and digits, as in ecut; `kairos seats schools` lists them");
        }

        if (Candidates.Count == 0)
        {
            throw CliFailure.Usage("no seat is named", "add --candidate ROOM:SEAT up to three times; 0:0 is any seat");
        }

        // A cookie a line is how some browsers copy them.
        string session = Session.Trim().ReplaceLineEndings("; ");
        if (session.Length == 0)
        {
            throw CliFailure.Usage("the session is empty", "paste the Cookie header of the venue's page into the file, or after --session");
        }

        StringBuilder text = new($"抢座; {School}; ");
        foreach (string candidate in Candidates)
        {
            text.Append(Pair(candidate)).Append("; ");
        }

        text.Append(session);
        List<string> extras = [.. Extras()];
        return extras.Count == 0 ? text.ToString() : text.Append(" -- ").AppendJoin(' ', extras).ToString();
    }

    private static string Pair(string candidate) => RoomAndSeat().Match(candidate) is { Success: true } pair
        ? $"{pair.Groups["room"].Value}; {pair.Groups["seat"].Value}"
        : throw CliFailure.Usage($"--candidate '{candidate}' is not understood", "write ROOM:SEAT, as in 1141:7; 0 is any, a negative number excludes");

    private IEnumerable<string> Extras()
    {
        if (OpenAt is not null)
        {
            yield return Clock().IsMatch(OpenAt)
                ? $"时间={OpenAt}"
                : throw CliFailure.Usage($"--open-at '{OpenAt}' is no time of the day", "write HH:mm or HH:mm:ss, as in 20:10:00");
        }

        if (Mode is not null)
        {
            yield return Mode == "today" ? "模式=今" : "模式=明";
        }

        if (AnyElse)
        {
            yield return "备选=任意";
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^(?<room>-?[0-9]+)?:(?<seat>-?[0-9]+)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex RoomAndSeat();

    [GeneratedRegex(@"^[0-9]{1,2}(:[0-9]{2}){1,2}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Clock();
}
