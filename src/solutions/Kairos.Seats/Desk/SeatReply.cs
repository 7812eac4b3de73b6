using Kairos.Jobs;
using Kairos.Seats.Grabs;

namespace Kairos.Seats.Desk;

/// <summary>The answer to a command: for people in both languages, for programs by its code.</summary>
public sealed record SeatReply
{
    /// <summary>The command was carried out.</summary>
    public required bool Ok { get; init; }

    /// <summary>What became of it: <c>accepted</c>, <c>replaced</c>, <c>unknown-school</c>, a fault's code, …</summary>
    public required string Code { get; init; }

    /// <summary>The text in Chinese.</summary>
    public required string Chinese { get; init; }

    /// <summary>The text in English.</summary>
    public required string English { get; init; }

    /// <summary>The field that a refusal names.</summary>
    public string? Field { get; init; }

    /// <summary>The task that now waits.</summary>
    public JobId? Task { get; init; }

    /// <summary>The opening that a grab waits for, on the venue's clock.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>The result that was asked for.</summary>
    public GrabNotes? Result { get; init; }

    internal static SeatReply Refused(string code, string? field, string chinese, string english) =>
        new() { Ok = false, Code = code, Field = field, Chinese = $"❌ {chinese}", English = $"❌ {english}" };

    internal static SeatReply Done(string code, string chinese, string english) =>
        new() { Ok = true, Code = code, Chinese = chinese, English = english };
}
