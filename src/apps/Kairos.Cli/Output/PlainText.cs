using System.Buffers;

namespace Kairos.Cli.Output;

/// <summary>Text of others made safe to show: a venue's answer or a pasted message can't move the cursor or turn the reading direction.</summary>
internal static class PlainText
{
    private const char Stand = '\u00B7';

    private static readonly SearchValues<char> s_turners = SearchValues.Create("\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    /// <summary>On one line.</summary>
    public static string Of(string? text) => Replaced(text, keepLines: false);

    /// <summary>Line ends are kept.</summary>
    public static string Lines(string? text) => Replaced(text?.ReplaceLineEndings("\n"), keepLines: true);

    private static string Replaced(string? text, bool keepLines)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        return string.Create(text.Length, (text, keepLines), static (shown, from) =>
        {
            for (int i = 0; i < shown.Length; i++)
            {
                char c = from.text[i];
                bool unsafeHere = (char.IsControl(c) && !(from.keepLines && c == '\n')) || s_turners.Contains(c);
                shown[i] = unsafeHere ? Stand : c;
            }
        });
    }
}
