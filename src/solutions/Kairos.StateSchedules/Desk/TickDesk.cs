using System.Collections.Immutable;
using System.Text.Json;
using Kairos.Jobs;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Ticks;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.StateSchedules.Desk;

/// <summary>Tells of ticks from the record of runs, and of what runs now.</summary>
internal sealed class TickDesk(JobClient jobs, TickJobs ticks, EngineClock clock)
{
    internal const int MostTicks = 200;

    // The record is read newest first, whatever mapping it is of: so far and no farther.
    private const int MostPages = 10;

    internal async ValueTask<TickList> LastAsync(MappedTable unit, int count, CancellationToken ct)
    {
        // Jobs before runs: what ends between the two is found in both.
        ILookup<Instant, JobView> running = (await ticks.LiveAsync(unit.Name, ct)).Values
            .Where(job => job.Due <= clock.Now && job.State != JobState.Paused)
            .ToLookup(static job => job.Due);
        ILookup<Instant, RunView> runs = (await RunsAsync(unit.Name, count, ct)).ToLookup(static run => run.Due);
        return new TickList(
        [
            .. runs.Select(static tick => tick.Key).Concat(running.Select(static tick => tick.Key)).Distinct()
                .OrderByDescending(static due => due.Micros).Take(count)
                .Select(due => ViewOf(due, [.. runs[due]], [.. running[due].Select(static job => job.Key!)])),
        ]);
    }

    internal async ValueTask<TickAsked> NowAsync(MappedTable unit, CancellationToken ct)
    {
        Instant now = clock.Now;
        await ticks.SubmitNowAsync(unit.Mapping, now, ct);
        return new TickAsked(now.ToDateTimeOffset());
    }

    private async ValueTask<List<RunView>> RunsAsync(string mapping, int count, CancellationToken ct)
    {
        List<RunView> runs = [];
        HashSet<Instant> dues = [];
        RunFilter page = new() { Owner = TickJobs.Owner, Kind = TickPayload.Kind, Limit = 1_000 };
        for (int pages = 0; pages < MostPages; pages++)
        {
            IReadOnlyList<RunView> found = await jobs.RunsAsync(page, ct);

            // Those that went by unstarted are no ticks: the one that was run for them is.
            runs.AddRange(found.Where(run => run.Attempt > 0 && TickJobs.MappingOf(run.Key) == mapping));
            dues.UnionWith(runs.Select(static run => run.Due));

            // Slices of one tick end at different times: two more, and the ones that are shown are whole.
            if (found.Count < page.Limit || dues.Count > count + 2)
            {
                break;
            }

            page = page with { After = RunPosition.Of(found[^1]) };
        }

        return runs;
    }

    private static TickView ViewOf(Instant due, RunView[] runs, HashSet<string> running)
    {
        TickNotes[] all = [.. runs.Select(NotesOf).OfType<TickNotes>()];
        RunView[] ends = [.. runs.Where(run => !running.Contains(run.Key!)).GroupBy(static run => run.Key).Select(static slice => slice.MaxBy(static run => run.Attempt)!)];
        TickNotes[] last = [.. runs.GroupBy(static run => run.Key).Select(static slice => NotesOf(slice.MaxBy(static run => run.Attempt)!)).OfType<TickNotes>()];
        IEnumerable<RunView> waiting = runs.Where(run => running.Contains(run.Key!)).GroupBy(static run => run.Key).Select(static slice => slice.MaxBy(static run => run.Attempt)!);
        RunView[] amiss = [.. ends.Where(static run => run.Outcome != OutcomeCode.Succeeded)];
        return new TickView
        {
            Due = due.ToDateTimeOffset(),
            Mode = all is [var first, ..] ? first.Mode : null,
            Done = ends.Length - amiss.Length,
            Running = running.Count,
            Failed = amiss.Count(static run => run.Outcome != OutcomeCode.Skipped),
            Skipped = amiss.Count(static run => run.Outcome == OutcomeCode.Skipped),
            Read = all.Sum(static notes => notes.Read),
            Written = all.Sum(static notes => notes.Written),
            Left = last.Sum(static notes => notes.Left),
            Unreadable = last.Sum(static notes => notes.Unreadable),
            UnreadableKeys = [.. last.SelectMany(static notes => notes.UnreadableKeys).Take(KeySample.Most)],
            Statements = all.Sum(static notes => (long)notes.Statements),
            Flips =
            [
                .. all.SelectMany(static notes => notes.Flips).GroupBy(static flip => (flip.From, flip.To))
                    .Select(static same => new Flip(same.Key.From, same.Key.To, same.Sum(static flip => flip.Rows)))
                    .OrderBy(static flip => flip.From, StringComparer.Ordinal).ThenBy(static flip => flip.To, StringComparer.Ordinal),
            ],
            Duration = runs.Length == 0 ? TimeSpan.Zero : runs.Max(static run => run.Ended) - runs.Min(static run => run.Started ?? run.Ended),
            Lag = TimeSpan.FromMilliseconds(all.Select(static notes => notes.LagMs).DefaultIfEmpty().Max()),
            Reasons = [.. amiss.Concat(waiting).Select(static run => run.Reason).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    private static TickNotes? NotesOf(RunView run) => run.Notes.IsEmpty ? null : JsonSerializer.Deserialize(run.Notes.Span, StateJson.Default.TickNotes);
}
