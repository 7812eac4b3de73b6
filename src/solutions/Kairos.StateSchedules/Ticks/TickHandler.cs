using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tables;
using Kairos.Time;
using Microsoft.Extensions.Logging;

namespace Kairos.StateSchedules.Ticks;

/// <summary>Runs one slice of a tick.</summary>
internal sealed class TickHandler(StateSet set, StandingBook book, EngineClock clock, ILogger<TickHandler> logger) : IJobHandler<TickPayload>
{
    public async ValueTask<Outcome> RunAsync(TickPayload payload, JobContext context, CancellationToken ct)
    {
        if (set.Find(payload.Mapping) is not { } unit)
        {
            return new Outcome.Retry($"This server knows no mapping '{payload.Mapping}': give it the mapping's file, or pause the mapping where it is known. Where no server has it any more, end its jobs: `kairos job list --as kairos`, `kairos job cancel ID --as kairos`.");
        }

        // A tick that is due already looks at all that this attempt would, and more.
        Instant latest = TickJobs.LatestDue(unit.Mapping, context.Now);
        if (context.Attempt > 1 && latest > context.Due)
        {
            return new Outcome.Skipped($"Superseded by the tick of {latest}.");
        }

        Standing standing = await book.FindAsync(payload.Mapping, ct);
        if (!standing.IsEnabled)
        {
            // Asked again, past memory: it may have been resumed within the second, and a job that is ended is gone.
            standing = await book.RenewAsync(payload.Mapping, ct);
        }

        if (!standing.IsEnabled)
        {
            return new Outcome.Cancelled($"The mapping '{payload.Mapping}' is not enabled.") { EndsJob = true };
        }

        try
        {
            return await new Cutter(book).SliceAsync(unit, standing, payload.Slice, payload.Of, ct) is { } slice
                ? await RunAsync(new SliceTick(unit, slice, book, () => context.Now, clock.Provider) { Logger = logger }, standing.Settings, payload, context, ct)
                : new Outcome.Skipped($"The mapping '{payload.Mapping}' is being cut into another number of slices than {payload.Of}.");
        }
        catch (StateTableException e)
        {
            Log.TickFailed(logger, unit.Name, payload.Slice, e.IsTransient, e.Message);
            return e.IsTransient ? new Outcome.Retry(e.Message) : new Outcome.Failed(e.Message);
        }
    }

    private async ValueTask<Outcome> RunAsync(SliceTick tick, StateSettings settings, TickPayload payload, JobContext context, CancellationToken ct)
    {
        // The slice was told by this mode: what is switched since counts between batches.
        tick.Tally.Mode = settings.Mode;
        Instant began = context.Now;
        long timestamp = clock.Provider.GetTimestamp();
        try
        {
            await tick.RunAsync(ct);
        }
        finally
        {
            // Of an attempt that is broken off too: what it wrote is written.
            context.Note(tick.Tally.ToNotes(payload, context.Due, clock.Provider.GetElapsedTime(timestamp), began), StateJson.Default.TickNotes);
        }

        if (settings.Logging >= StateLogging.Ticks)
        {
            Log.TickDone(logger, payload.Mapping, payload.Slice, tick.Tally.Read, tick.Tally.Written, tick.Tally.Left, tick.Tally.Statements);
        }

        return tick.Tally.Refusal is { } refusal ? new Outcome.Failed(refusal.Tell(payload.Mapping)) : Outcome.Success;
    }
}
