using System.Globalization;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Server.Api;

/// <summary>Values as they go over the wire, and back.</summary>
internal static class Words
{
    private const int MostRows = 1_000;

    internal static string Of(SubmitStatus status) => status switch
    {
        SubmitStatus.Created => "created",
        SubmitStatus.Replaced => "replaced",
        SubmitStatus.Kept => "kept",
        SubmitStatus.Repeated => "repeated",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    internal static string Of(ChangeAnswer answer) => answer switch
    {
        ChangeAnswer.Applied => "applied",
        ChangeAnswer.TooLate => "too-late",
        ChangeAnswer.Pending => "pending",
        ChangeAnswer.Parked => "parked",
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };

    internal static string Of(JobState state) => state switch
    {
        JobState.Waiting => "waiting",
        JobState.Parked => "parked",
        JobState.Paused => "paused",
        _ => "armed",
    };

    internal static string Of(NodeState state) => state switch
    {
        NodeState.Active => "active",
        NodeState.Draining => "draining",
        NodeState.Left => "left",
        NodeState.TakenOver => "taken-over",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    internal static JobState StateOf(string text) => text switch
    {
        "waiting" => JobState.Waiting,
        "parked" => JobState.Parked,
        "armed" => JobState.Armed,
        "paused" => JobState.Paused,
        _ => throw RefusedException.Bad($"State '{text}' is unknown.", "Use waiting, parked, armed or paused."),
    };

    internal static string Of(OutcomeCode outcome) => outcome == OutcomeCode.NeedsHuman
        ? "needs-human"
        : outcome.ToString().ToLowerInvariant();

    internal static OutcomeCode OutcomeOf(string text) =>
        Enum.TryParse(text.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true, out OutcomeCode code) && Enum.IsDefined(code)
            ? code
            : throw RefusedException.Bad($"Outcome '{text}' is unknown.", $"Use one of {string.Join(", ", Enum.GetValues<OutcomeCode>().Select(Of))}.");

    internal static int LimitOf(int? limit) => limit is null or (>= 1 and <= MostRows)
        ? limit ?? 100
        : throw RefusedException.Bad($"Limit {limit} is out of range.", $"Use 1 to {MostRows}.");

    internal static JobId IdOf(string text) => JobId.TryParse(text, out JobId id)
        ? id
        : throw RefusedException.Bad($"'{text}' is not a job id.", "Ids are 22 letters and digits, as submit and list print them.");

    internal static string Cursor(JobView last) => $"{last.At.Micros.ToString(CultureInfo.InvariantCulture)}.{last.Id}";

    internal static (Instant At, JobId Id) CursorOf(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long micros)
            && JobId.TryParse(parts[1], out JobId id)
            ? (new Instant(micros), id)
            : throw RefusedException.Bad("The cursor is not one of ours.", "Pass on what the answer before gave as next.");
    }
}
