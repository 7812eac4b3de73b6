using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Dispatch.Planning;

/// <summary>What is committed where nothing ran.</summary>
internal static class Unstarted
{
    /// <summary>What follows for the job, and what there is to record of what it did not run.</summary>
    internal static Completion Completion(ArmedRow row, Instant now, NextStart? next, RunView? skipped) => new()
    {
        Run = Skipped(row, row.Due, now, skipped?.Reason ?? next?.Reason),
        Version = row.Version,
        NoRun = true,
        Next = next,
        Skipped = skipped,
    };

    /// <summary>The record of occurrences that were not run, from <paramref name="due"/> on.</summary>
    internal static RunView Skipped(ArmedRow row, Instant due, Instant now, string? reason) => new()
    {
        Job = row.Id,
        Due = due,
        Attempt = 0,
        Fence = row.Fence,
        At = due == row.Due ? row.At : due,
        Ended = now,
        Outcome = OutcomeCode.Skipped,
        Owner = row.Owner,
        Kind = row.Kind,
        Key = row.Key,
        Reason = Cut(reason),
    };

    /// <summary>As much of a reason as is kept.</summary>
    internal static string? Cut(string? reason) => reason is { Length: > Limits.ReasonLength } ? reason[..Limits.ReasonLength] : reason;
}
