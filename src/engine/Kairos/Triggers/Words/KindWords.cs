using System.Text.RegularExpressions;

namespace Kairos.Triggers.Words;

/// <summary>Kinds of job in a sentence: in quotes where they could be taken for words of it.</summary>
internal static partial class KindWords
{
    internal static string Write(string kind) => Plain().IsMatch(kind) ? kind : $"“{kind}”";

    // seats.grab; one word alone is as good as any other of the sentence.
    [GeneratedRegex("^[A-Za-z0-9_/+-]+([.][A-Za-z0-9_/+-]+)+\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Plain();
}
