namespace Kairos.Triggers.Words;

/// <summary>A trigger in one sentence, for people: what <c>kairos trigger describe</c> shows.</summary>
/// <remarks>
/// What the sentence says holds; what goes without saying is left out: how overlaps of the zone are gone through, and the
/// misfire policy where it is the default. Local times are of the trigger's zone, which is named; instants carry their offset.
/// </remarks>
public static class TriggerWords
{
    /// <summary>The languages there are.</summary>
    public const string Languages = "en (English) or zh (Chinese)";

    /// <summary>One sentence on one line, with its full stop.</summary>
    /// <param name="trigger">Submitted or not: what is drawn on submission is said to be.</param>
    /// <param name="language"><c>en</c> or <c>zh</c>.</param>
    /// <exception cref="ArgumentException">There are no words of that language; the message names those there are.</exception>
    public static string Describe(Trigger trigger, string language)
    {
        Wording wording = language switch
        {
            "en" => new English(),
            "zh" => new Chinese(),
            _ => throw new ArgumentException($"There are no words of language '{language}': use {Languages}.", nameof(language)),
        };
        return wording.Describe(trigger);
    }
}
