using System.Collections.Immutable;
using Kairos.Triggers.Conditions;

namespace Kairos.Triggers.Words;

/// <summary>A calendar taken apart.</summary>
/// <param name="Base">The days of the week and their sessions, which are those of dates put in as well; no day where only dates count.</param>
/// <param name="Out">Dates taken out, as text, ascending.</param>
/// <param name="In">Dates put in, as text, ascending.</param>
/// <param name="OwnSessions">Dates put in with sessions of their own.</param>
internal sealed record CalendarDates(
    OpenDays Base,
    ImmutableArray<string> Out,
    ImmutableArray<string> In,
    ImmutableArray<(string Date, ImmutableArray<(long From, long Until)> Sessions)> OwnSessions)
{
    private const string NoDays = "no days";
    private const string Not = "not ";
    private const string Also = "also ";

    /// <summary>Without dates, every day is one.</summary>
    internal bool IsEveryDay => Base.Days == Weekdays.All && Base.Ranges.IsEmpty;

    /// <summary>Takes a calendar's text apart, as <see cref="WorkCalendar.ToString"/> writes it.</summary>
    internal static CalendarDates Read(WorkCalendar calendar)
    {
        string[] parts = calendar.ToString().Split("; ");
        OpenDays ofWeek = parts[0].StartsWith(NoDays, StringComparison.Ordinal)
            ? OpenDays.ReadPart(parts[0][NoDays.Length..].Trim()) with { Days = Weekdays.None }
            : OpenDays.ReadPart(parts[0]);
        string[] taken = Behind(parts, Not)?.Split(',') ?? [];

        // A date with its sessions, which commas divide too, but without a blank.
        string[][] put = [.. Behind(parts, Also)?.Split(", ").Select(static date => date.Split(' ')) ?? []];
        return new CalendarDates(
            ofWeek,
            [.. taken],
            [.. put.Where(static date => date.Length == 1).Select(static date => date[0])],
            [.. put.Where(static date => date.Length > 1).Select(static date => (date[0], OpenDays.ReadPart(date[1]).Ranges))]);
    }

    private static string? Behind(string[] parts, string word) => Array.Find(parts, part => part.StartsWith(word, StringComparison.Ordinal))?[word.Length..];
}
