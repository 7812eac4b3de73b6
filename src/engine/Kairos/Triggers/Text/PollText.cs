using Kairos.Triggers.Rules;

namespace Kairos.Triggers.Text;

/// <summary>The delays of a poll: <c>60s,90s,120s</c> is one of them, <c>60s-180s</c> anything between.</summary>
internal static class PollText
{
    /// <exception cref="FormatException">It is neither; the message shows the form.</exception>
    internal static PollTrigger Read(string text)
    {
        string[] ends = text.Split('-', StringSplitOptions.TrimEntries);
        return ends.Length == 2
            ? PollTrigger.Between(JsonMembers.ReadSpan(ends[0]), JsonMembers.ReadSpan(ends[1]))
            : PollTrigger.OneOf([.. text.Split(',', StringSplitOptions.TrimEntries).Select(JsonMembers.ReadSpan)]);
    }

    internal static string Write(PollTrigger poll) => poll.Choices.IsEmpty
        ? $"{DurationText.Write(poll.Shortest)}-{DurationText.Write(poll.Longest)}"
        : string.Join(',', poll.Choices.Select(DurationText.Write));
}
