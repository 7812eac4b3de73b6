using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Kairos.Jobs;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Sets;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;

namespace Kairos.StateSchedules.Ticks;

/// <summary>The jobs of a mapping's slices: one that repeats for each.</summary>
/// <threadsafety>All members may be called at once, by several nodes too.</threadsafety>
internal sealed class TickJobs(JobClient jobs)
{
    /// <summary>Whom they belong to.</summary>
    internal const string Owner = "kairos";

    private const string Now = "/now";

    /// <summary>The last regular tick that has come.</summary>
    internal static Instant LatestDue(StateMapping mapping, Instant now)
    {
        long every = mapping.Every.Ticks / TimeSpan.TicksPerMicrosecond;
        return new Instant(now.Micros - (now.Micros % every));
    }

    /// <summary>The mapping of a key; null when it is not one of ours.</summary>
    internal static string? MappingOf(string? key) => key?.IndexOf('/', StringComparison.Ordinal) is { } at and > 0 ? key[..at] : null;

    /// <summary>Brings the jobs in line with the mapping: submits what is missing, replaces what is otherwise, cancels what is no more.</summary>
    internal async ValueTask AgreeAsync(StateMapping mapping, bool enabled, CancellationToken ct)
    {
        Dictionary<string, JobView> live = await LiveAsync(mapping.Name, ct);
        List<JobRequest> wanted = [];
        for (int slice = 0; enabled && slice < mapping.Slices; slice++)
        {
            JobRequest request = Request(mapping, slice);
            if (!live.Remove(request.Key!, out JobView? found))
            {
                wanted.Add(request with { Conflict = KeyConflict.Keep });
            }
            else if (!IsAs(found, request))
            {
                wanted.Add(request with { Conflict = KeyConflict.Replace });
            }
        }

        if (wanted.Count > 0)
        {
            await jobs.SubmitAllAsync(wanted, ct);
        }

        // One that was asked for stays, as long as ticks run at all.
        foreach (JobView job in live.Values.Where(job => !enabled || !job.Key!.EndsWith(Now, StringComparison.Ordinal)))
        {
            await jobs.CancelAsync(Owner, job.Id, ct);
        }
    }

    /// <summary>Submits one tick of all slices, beside the regular ones. Of slices whose one before has not ended, that one stands for it.</summary>
    internal async ValueTask SubmitNowAsync(StateMapping mapping, Instant now, CancellationToken ct) => await jobs.SubmitAllAsync(
        [
            .. Enumerable.Range(0, mapping.Slices).Select(slice => Request(mapping, slice) with
            {
                Key = KeyOf(mapping.Name, slice) + Now,
                Conflict = KeyConflict.Keep,
                Trigger = Trigger.At(now.ToDateTimeOffset()),
            }),
        ],
        ct);

    /// <summary>Those that live, by key.</summary>
    internal async ValueTask<Dictionary<string, JobView>> LiveAsync(string mapping, CancellationToken ct)
    {
        Dictionary<string, JobView> live = new(StringComparer.Ordinal);
        await foreach (JobView job in AllAsync(ct))
        {
            if (MappingOf(job.Key) == mapping)
            {
                live[job.Key!] = job;
            }
        }

        return live;
    }

    /// <summary>The mappings whose ticks live, known to this server or not.</summary>
    internal async ValueTask<IReadOnlyCollection<string>> MappingsAsync(CancellationToken ct)
    {
        SortedSet<string> mappings = new(StringComparer.Ordinal);
        await foreach (JobView job in AllAsync(ct))
        {
            if (MappingOf(job.Key) is { } mapping)
            {
                mappings.Add(mapping);
            }
        }

        return mappings;
    }

    private async IAsyncEnumerable<JobView> AllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        JobFilter page = new() { Owner = Owner, Kind = TickPayload.Kind, Limit = 1_000 };
        while (true)
        {
            IReadOnlyList<JobView> found = await jobs.ListAsync(page, ct);
            foreach (JobView job in found)
            {
                yield return job;
            }

            if (found.Count < page.Limit)
            {
                yield break;
            }

            page = page with { After = (found[^1].At, found[^1].Id) };
        }
    }

    private static string KeyOf(string mapping, int slice) => $"{mapping}/{slice.ToString(CultureInfo.InvariantCulture)}";

    // Of ticks that a standstill has passed over one is run: the last, for what is due is due at that one too.
    private static JobRequest Request(StateMapping mapping, int slice) => new()
    {
        Kind = TickPayload.Kind,
        Owner = Owner,
        Key = KeyOf(mapping.Name, slice),
        Payload = JsonSerializer.SerializeToUtf8Bytes(new TickPayload { Mapping = mapping.Name, Slice = slice, Of = mapping.Slices }, StateJson.Default.TickPayload),
        Trigger = Trigger.Every(mapping.Every, DateTimeOffset.UnixEpoch) with
        {
            Conditions = new TriggerConditions { Misfire = new Misfire(MisfirePolicy.RunIfYounger, mapping.Every) },
        },
    };

    private static bool IsAs(JobView job, JobRequest request) =>
        job.Payload.Span.SequenceEqual(request.Payload.Span) && job.Trigger is { } trigger && Trigger.Parse(trigger) == request.Trigger;
}
