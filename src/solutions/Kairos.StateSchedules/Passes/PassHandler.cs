using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tables;
using Kairos.StateSchedules.Ticks;
using Kairos.Time;
using Kairos.Triggers;
using Microsoft.Extensions.Logging;

namespace Kairos.StateSchedules.Passes;

/// <summary>Runs one stint of a slice of a pass; its outcome carries the next one, so that place and progress commit together.</summary>
internal sealed class PassHandler(StateSet set, StandingBook book, PassStore passes, EngineClock clock, ILogger<PassHandler> logger) : IJobHandler<PassPayload>
{
    public async ValueTask<Outcome> RunAsync(PassPayload payload, JobContext context, CancellationToken ct)
    {
        if (set.Find(payload.Mapping) is not { } unit)
        {
            return new Outcome.Retry($"This server knows no mapping '{payload.Mapping}': give it the mapping's file, or cancel the pass: `kairos states pass {payload.Pass} --cancel`.");
        }

        if (await HasEndedAsync(payload))
        {
            return Cancelled(payload);
        }

        KeyPass pass = new(unit, payload, book, () => context.Now, clock.Provider) { Logger = logger };
        bool repeated = context.Attempt > 1;
        try
        {
            await pass.RunAsync(ct);
        }
        catch (StateTableException e)
        {
            PassNotes sofar = NotesOf(payload, pass, payload.Counts.Plus(pass.Tally.ToCounts(repeated)), repeated);
            context.Note(sofar, StateJson.Default.PassNotes);
            Log.PassFailed(logger, payload.What, unit.Name, payload.Slice, e.IsTransient, e.Message);
            return e.IsTransient ? new Outcome.Retry(e.Message) : await FailAsync(sofar, e, context);
        }

        return await EndAsync(unit, payload, pass, repeated, context);
    }

    /// <summary>The job of the next stint.</summary>
    internal static JobRequest RequestOf(PassPayload payload, Instant? notBefore = null) =>
        JobRequest.Of(PassPayload.Kind, TickJobs.Owner, payload, StateJson.Default.PassPayload) with
        {
            Key = KeyOf(payload.Mapping, payload.Slice, payload.Pass),
            Trigger = notBefore is { } instant ? Trigger.At(instant.ToDateTimeOffset()) : null,
        };

    /// <summary>The key under which a slice of a pass is found, whichever its stint.</summary>
    internal static string KeyOf(string mapping, int slice, string pass) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{mapping}/{slice}/{pass}");

    private async ValueTask<Outcome> EndAsync(MappedTable unit, PassPayload payload, KeyPass pass, bool repeated, JobContext context)
    {
        PassCounts counts = payload.Counts.Plus(pass.Tally.ToCounts(repeated));
        PassNotes notes = NotesOf(payload, pass, counts, repeated);
        context.Note(notes, StateJson.Default.PassNotes);
        if ((await book.FindAsync(unit.Name, CancellationToken.None)).Settings.Logging >= StateLogging.Ticks)
        {
            Log.PassStint(logger, payload.What, unit.Name, payload.Slice, notes.Done, counts.Read, counts.Mended);
        }

        if (!pass.IsDone)
        {
            // Asked once more: a cancel that came during the stint is not to be answered by another one.
            return await HasEndedAsync(payload)
                ? Cancelled(payload)
                : Outcome.Success.Then(RequestOf(payload with { After = pass.After, Counts = counts }, pass.NotBefore));
        }

        if (await passes.EndSliceAsync(notes, counts.Refusal, context.Now, CancellationToken.None))
        {
            Log.PassEnded(logger, payload.What, unit.Name, payload.Pass);
        }

        return Outcome.Success;
    }

    // Behind a stop too: the end is committed, and is to be the right one.
    private async ValueTask<bool> HasEndedAsync(PassPayload payload) =>
        await passes.FindAsync(payload.Pass, CancellationToken.None) is not { } pass || (pass.Ended is not null && (pass.IsCancelled || await IsBrokenOffAsync(payload)));

    // The slice's own end may stand already, where the commit that was to follow it did not: then it is done again.
    private async ValueTask<bool> IsBrokenOffAsync(PassPayload payload) =>
        !(await passes.SlicesAsync(payload.Pass, CancellationToken.None)).Any(slice => slice.Slice == payload.Slice);

    private async ValueTask<Outcome> FailAsync(PassNotes notes, StateTableException fault, JobContext context)
    {
        await passes.EndSliceAsync(notes, fault.Message, context.Now, CancellationToken.None);
        return new Outcome.Failed(fault.Message);
    }

    private static Outcome.Cancelled Cancelled(PassPayload payload) => new($"The {(payload.What == PassKind.Backfill ? "backfill" : "repair")} {payload.Pass} was ended.");

    private static PassNotes NotesOf(PassPayload payload, KeyPass pass, PassCounts counts, bool repeated) => new()
    {
        Pass = payload.Pass,
        Mapping = payload.Mapping,
        What = payload.What,
        Slice = payload.Slice,
        Of = payload.Of,
        After = pass.After,
        Done = DoneOf(payload with { After = pass.After }),
        Stint = pass.Tally.ToCounts(repeated),
        Counts = counts,
        RowsPerSecond = pass.Elapsed > TimeSpan.Zero ? pass.Tally.Read / pass.Elapsed.TotalSeconds : 0,
    };

    /// <summary>The share of its range of keys that is done, 0 to 1.</summary>
    internal static double DoneOf(PassPayload payload)
    {
        double range = (double)payload.LastKey - payload.FirstKey + 1;
        return range > 0 ? Math.Clamp(((double)payload.After - payload.FirstKey + 1) / range, 0, 1) : 1;
    }
}
