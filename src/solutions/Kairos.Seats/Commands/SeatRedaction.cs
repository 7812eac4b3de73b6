using System.Text;

namespace Kairos.Seats.Commands;

/// <summary>What the log may keep of a message: enough to see what the user meant, no session value.</summary>
public static class SeatRedaction
{
    private const int MaxFields = 16;

    /// <summary>The normal form of an accepted message; of a refused one its fields, each shortened or masked where in doubt.</summary>
    /// <param name="text">The message as it came.</param>
    /// <param name="parse">What <see cref="SeatCommandParser.Parse"/> made of it.</param>
    public static string Of(string text, SeatParse parse)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(parse);
        return parse switch
        {
            SeatCommand command => command.Canonical,
            SeatFault { Code: SeatFaultCode.TooLong } => "…",
            _ => OfRefused(NormalText.Of(text)),
        };
    }

    private static string OfRefused(ReadOnlySpan<char> message)
    {
        var redacted = new StringBuilder(64);
        var fields = new FieldReader(message);
        var inSession = false;
        for (var count = 0; fields.MoveNext(); count++)
        {
            redacted.Append(count == 0 ? "" : "; ");
            if (count == MaxFields)
            {
                return redacted.Append('…').ToString();
            }

            // Behind the session's start nothing is shown but that a cookie stood there: a value may go on behind a comma.
            inSession |= SessionReader.StartsAt(fields.Current);
            redacted.Append(inSession ? InSession(fields.Current) : ShownText.Of(fields.Current));
        }

        return redacted.ToString();
    }

    private static string InSession(ReadOnlySpan<char> field)
    {
        var equals = field.IndexOf('=');
        return equals >= 0 && ShownText.IsNeeded(field[..equals].TrimEnd()) ? ShownText.Of(field) : CanonicalText.Mask;
    }
}
