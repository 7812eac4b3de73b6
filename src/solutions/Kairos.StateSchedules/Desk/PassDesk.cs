using System.Collections.Immutable;
using System.Text.Json;
using Kairos.Jobs;
using Kairos.StateSchedules.Passes;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Ticks;
using Kairos.Time;

namespace Kairos.StateSchedules.Desk;

/// <summary>Starts and ends passes, and tells where they are.</summary>
internal sealed class PassDesk(PassStore passes, JobClient jobs, EngineClock clock)
{
    // Between the row of a pass and its jobs nothing is but their submit.
    private static readonly TimeSpan s_submitted = TimeSpan.FromMinutes(1);

    internal async ValueTask<StateAnswer<PassView>> StartAsync(MappedTable unit, PassKind what, int? rowsPerSecond, CancellationToken ct)
    {
        if (rowsPerSecond < 1)
        {
            return StateAnswer<PassView>.Refused(StateRefusalCode.Invalid, $"{rowsPerSecond} rows per second would not come to an end: give 1 or more, or leave it out.");
        }

        // First: where the database can't be asked, or has no column to write, there is nothing to begin.
        if (await MappingDesk.MissingAsync(unit, ct) is { } missing)
        {
            return StateAnswer<PassView>.Refused(missing);
        }

        (long least, long greatest) = await unit.Table.KeysAsync(ct) ?? (0, 0);
        PassRow pass = new()
        {
            Id = Guid.CreateVersion7(clock.Now.ToDateTimeOffset()).ToString("N"),
            Mapping = unit.Name,
            What = what,
            Slices = unit.Mapping.Slices,
            RowsPerSecond = rowsPerSecond,
            Started = clock.Now,
        };
        while (!await passes.TryStartAsync(pass, ct))
        {
            if (await OpenAsync(unit.Name, ct) is { } open)
            {
                return StateAnswer<PassView>.Refused(StateRefusalCode.PassOpen, $"The pass {open} over '{unit.Name}' is under way: wait for it, or cancel it.");
            }
        }

        await jobs.SubmitAllAsync([.. PayloadsOf(pass, least, greatest).Select(static payload => PassHandler.RequestOf(payload))], ct);
        return StateAnswer<PassView>.Of(await ViewAsync(pass, ct));
    }

    internal async ValueTask<StateAnswer<PassView>> CancelAsync(string id, CancellationToken ct)
    {
        if (await passes.FindAsync(id, ct) is not { } pass)
        {
            return Unknown(id);
        }

        if (!await passes.TryEndAsync(id, cancelled: true, clock.Now, ct))
        {
            return StateAnswer<PassView>.Refused(StateRefusalCode.PassEnded, $"The pass {id} has ended already.");
        }

        // Its stints hear of it by the row; the jobs need not wait until they begin.
        foreach (JobView job in (await LiveAsync(pass, ct)).Values)
        {
            await jobs.CancelAsync(TickJobs.Owner, job.Id, ct);
        }

        return await FindAsync(id, ct);
    }

    internal async ValueTask<StateAnswer<PassView>> FindAsync(string id, CancellationToken ct) =>
        await passes.FindAsync(id, ct) is { } pass ? StateAnswer<PassView>.Of(await ViewAsync(pass, ct)) : Unknown(id);

    internal async ValueTask<PassView?> FindLastAsync(string mapping, CancellationToken ct) =>
        await passes.FindLastAsync(mapping, ct) is { } pass ? await ViewAsync(pass, ct) : null;

    /// <summary>Ends the pass that is under way, if there is one.</summary>
    internal async ValueTask CancelOpenAsync(string mapping, CancellationToken ct)
    {
        if (await passes.FindLastAsync(mapping, ct) is { Ended: null } open)
        {
            await CancelAsync(open.Id, ct);
        }
    }

    // The id of the pass that stands in the way. One whose jobs are gone (buried, or never submitted) does not: it is ended here.
    private async ValueTask<string?> OpenAsync(string mapping, CancellationToken ct)
    {
        if (await passes.FindLastAsync(mapping, ct) is not { Ended: null } open)
        {
            return null;
        }

        if (clock.Now - open.Started < s_submitted || (await LiveAsync(open, ct)).Count > 0)
        {
            return open.Id;
        }

        await passes.TryEndAsync(open.Id, cancelled: false, clock.Now, ct);
        return null;
    }

    internal static IEnumerable<PassPayload> PayloadsOf(PassRow pass, long least, long greatest)
    {
        ImmutableArray<long> cuts = Slice.Cut(least, greatest, pass.Slices);
        for (int slice = 0; slice < pass.Slices; slice++)
        {
            long first = slice == 0 ? least : cuts[slice - 1] + 1;
            yield return new PassPayload
            {
                Pass = pass.Id,
                Mapping = pass.Mapping,
                What = pass.What,
                Slice = slice,
                Of = pass.Slices,
                FirstKey = first,
                LastKey = slice == pass.Slices - 1 ? greatest : cuts[slice],
                After = Slice.Before(first),
                RowsPerSecond = pass.RowsPerSecond,
                Counts = PassCounts.None,
            };
        }
    }

    private async ValueTask<PassView> ViewAsync(PassRow pass, CancellationToken ct)
    {
        // In this order: a slice that ends in between is found in both, and of a pass that has ended all slices are found.
        Dictionary<int, JobView> live = await LiveAsync(pass, ct);
        pass = await passes.FindAsync(pass.Id, ct) ?? pass;
        IReadOnlyList<PassSlice> ended = await passes.SlicesAsync(pass.Id, ct);
        PassPayload[] running =
        [
            .. live.Where(job => ended.All(slice => slice.Slice != job.Key))
                .Select(static job => JsonSerializer.Deserialize(job.Value.Payload.Span, StateJson.Default.PassPayload)!),
        ];
        PassCounts counts = running.Select(static payload => payload.Counts).Concat(ended.Select(static slice => slice.Notes.Counts)).Aggregate(PassCounts.None, static (all, one) => all.Plus(one));
        double done = (ended.Sum(static slice => slice.Notes.Done) + running.Sum(PassHandler.DoneOf)) / pass.Slices;
        double seconds = ((pass.Ended ?? clock.Now) - pass.Started).TotalSeconds;
        ImmutableArray<string> faults = [.. ended.Select(static slice => slice.Fault).OfType<string>().Distinct(StringComparer.Ordinal)];
        int lost = pass.Ended is null || pass.IsCancelled ? 0 : pass.Slices - ended.Count;
        return new PassView
        {
            Id = pass.Id,
            Mapping = pass.Mapping,
            What = pass.What,
            State = StateOf(pass, faults.Length > 0 || lost > 0),
            Started = pass.Started.ToDateTimeOffset(),
            Ended = pass.Ended?.ToDateTimeOffset(),
            Done = done,
            RowsPerSecond = seconds > 0 ? counts.Read / seconds : 0,
            SlicesEnded = ended.Count,
            Slices = pass.Slices,
            Counts = counts,
            Faults = lost > 0 ? faults.Add($"{lost} slices are gone without a word; the runs of {PassPayload.Kind} tell why.") : faults,
        };
    }

    private static PassState StateOf(PassRow pass, bool faulty) =>
        pass.Ended is null ? PassState.Running
        : pass.IsCancelled ? PassState.Cancelled
        : faulty ? PassState.Failed : PassState.Done;

    private async ValueTask<Dictionary<int, JobView>> LiveAsync(PassRow pass, CancellationToken ct)
    {
        Dictionary<int, JobView> live = [];
        for (int slice = 0; slice < pass.Slices; slice++)
        {
            if (await jobs.FindByKeyAsync(TickJobs.Owner, PassPayload.Kind, PassHandler.KeyOf(pass.Mapping, slice, pass.Id), ct) is { } job)
            {
                live[slice] = job;
            }
        }

        return live;
    }

    private static StateAnswer<PassView> Unknown(string id) =>
        StateAnswer<PassView>.Refused(StateRefusalCode.UnknownPass, $"There was no pass '{id}': the status of a mapping names its last one.");
}
