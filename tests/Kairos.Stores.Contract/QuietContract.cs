using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Stores.Contract;

/// <summary>The occurrences that other jobs keep away from: read from the jobs and their runs.</summary>
public abstract class QuietContract : JobStoreContract
{
    private const string Grab = "seats.grab";

    private static NewJob Grabbing(double seconds, string owner = Owner) => Job(at: After(seconds), owner: owner, kind: Grab) with { Quiets = true };

    private async Task<IEnumerable<(string Kind, double At)>> ReadAsync(double from, double until, params string[] kinds) =>
        (await Store.OccurrencesAsync(kinds.Length == 0 ? [Grab] : kinds, After(from), After(until), None)).Select(o => (o.Kind, (o.At - T0).TotalSeconds));

    [Fact]
    public async Task Planned_starts_within_the_span_are_read_once_each_over_all_owners()
    {
        foreach (NewJob job in (NewJob[])[Grabbing(20), Grabbing(10), Grabbing(20, "bob"), Grabbing(0), Grabbing(30), Grabbing(-1)])
        {
            _ = await SubmittedAsync(job);
        }

        (await ReadAsync(0, 30)).ShouldBe([(Grab, 0), (Grab, 10), (Grab, 20)]);
    }

    [Fact]
    public async Task Each_kind_is_read_apart_and_kinds_that_do_not_quiet_are_not_there()
    {
        _ = await SubmittedAsync(Grabbing(10));
        _ = await SubmittedAsync(Grabbing(5) with { Kind = "shop.buy" });
        _ = await SubmittedAsync(Job(at: After(7)));

        (await ReadAsync(0, 30, Grab, "shop.buy", Kind, "nobody.knows")).ShouldBe([(Grab, 10), ("shop.buy", 5)], ignoreOrder: true);
        (await Store.OccurrencesAsync([], T0, After(30), None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_held_still_counts_and_so_does_what_has_run()
    {
        ArmedRow row = await ArmedAsync(Grabbing(0) with { Trigger = """{"every":"10s","anchor":"2026-11-20T12:00:00Z"}""" });
        (await ReadAsync(0, 30)).ShouldBe([(Grab, 0)]);

        _ = await CompleteAsync(Ended(row, next: NextDue(row)));

        (await ReadAsync(0, 30)).ShouldBe([(Grab, 0), (Grab, 10)]);
    }

    [Fact]
    public async Task What_was_skipped_does_not_count()
    {
        ArmedRow row = await ArmedAsync(Grabbing(0) with { Trigger = """{"every":"10s","anchor":"2026-11-20T12:00:00Z"}""" });
        Completion skipped = Ended(row, OutcomeCode.Skipped, NextDue(row));

        _ = await CompleteAsync(skipped with { NoRun = true, Skipped = skipped.Run with { Attempt = 0, Started = null } });

        (await ReadAsync(0, 30)).ShouldBe([(Grab, 10)]);
    }

    [Fact]
    public async Task A_cancel_a_pause_and_an_edit_take_their_occurrence_with_them()
    {
        NewJob cancelled = await SubmittedAsync(Grabbing(10));
        NewJob paused = await SubmittedAsync(Grabbing(11));
        NewJob edited = await SubmittedAsync(Grabbing(12));

        (await Store.CancelAsync(Owner, cancelled.Id, Grip.None, T0, None)).ShouldBe(ChangeAnswer.Applied);
        (await Store.PauseAsync(Owner, paused.Id, Grip.None, None)).ShouldBe(ChangeAnswer.Applied);
        (await Store.EditAsync(Owner, edited.Id, new JobChange { Plan = new NewPlan(After(20), After(20), null) }, Grip.None, None)).ShouldBe(ChangeAnswer.Applied);

        (await ReadAsync(0, 30)).ShouldBe([(Grab, 20)]);
    }
}
