using System.Text;

namespace Kairos.Seats.Commands;

/// <summary>Shows what was read, but nothing that may be a session value or a part of one worth having.</summary>
/// <remarks>
/// A session goes astray easily: a lost sign and it stands among the rooms. So what follows an equals sign is masked,
/// a run of six or more characters that cookies are made of is cut to its first three, and the whole is kept short.
/// </remarks>
internal static class ShownText
{
    private const int LongestRun = 5;
    private const int ShownOfRun = 3;
    private const int MaxShown = 24;

    internal static string Of(ReadOnlySpan<char> read)
    {
        var shown = new StringBuilder(MaxShown + 8);
        var equals = read.IndexOf('=');
        if (equals >= 0)
        {
            var name = read[..equals].TrimEnd();
            return (IsNeeded(name) ? shown.Append(name) : Append(shown, name)).Append('=').Append(CanonicalText.Mask).ToString();
        }

        return Append(shown, read).ToString();
    }

    internal static bool IsNeeded(ReadOnlySpan<char> name) => name is SessionCookies.WechatName or SessionCookies.ServerName;

    private static StringBuilder Append(StringBuilder shown, ReadOnlySpan<char> read)
    {
        var count = 0;
        while (!read.IsEmpty)
        {
            if (count >= MaxShown)
            {
                return shown.Append('…');
            }

            var run = RunLength(read);
            var taken = run;
            if (run > LongestRun)
            {
                shown.Append(read[..ShownOfRun]).Append('…');
            }
            else if (run > 0)
            {
                shown.Append(read[..run]);
            }
            else
            {
                Rune.DecodeFromUtf16(read, out var rune, out taken);
                shown.Append(Rune.IsControl(rune) ? Rune.ReplacementChar : rune);
            }

            count += Math.Clamp(run, 1, LongestRun);
            read = read[taken..];
        }

        return shown;
    }

    private static int RunLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && IsOfCookies(text[length]))
        {
            length++;
        }

        return length;
    }

    /// <summary>Printable ASCII without the space, and without the colon, which a time that is worth showing has.</summary>
    private static bool IsOfCookies(char c) => c is > ' ' and < '\u007F' and not ':';
}
