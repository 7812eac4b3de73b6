namespace Kairos.Seats.Commands;

/// <summary>Finds where the extras begin: at the last <c>--</c>, <c>––</c> or <c>—</c> with white space before it.</summary>
internal static class ExtrasMark
{
    private const char EnDash = '\u2013';
    private const char EmDash = '\u2014';

    /// <summary>Takes the mark and what follows off the message; gives what follows, empty when there is no mark.</summary>
    internal static ReadOnlySpan<char> Cut(ref ReadOnlySpan<char> message)
    {
        for (var at = message.Length - 1; at > 0; at--)
        {
            if (message[at] is '-' or EnDash or EmDash && char.IsWhiteSpace(message[at - 1]) && LengthAt(message[at..]) is > 0 and var length)
            {
                var extras = message[(at + length)..];
                message = message[..at];
                return extras;
            }
        }

        return default;
    }

    private static int LengthAt(ReadOnlySpan<char> text)
    {
        var doubled = text.Length > 1 && text[1] == text[0];
        if (doubled)
        {
            return 2;
        }

        return text[0] == EmDash ? 1 : 0;
    }
}
