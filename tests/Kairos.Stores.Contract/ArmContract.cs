using System.Text;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Stores.Contract;

public abstract class ArmContract : JobStoreContract
{
    [Fact]
    public async Task Armed_is_the_earliest_first_then_by_priority_then_by_age()
    {
        JobId[] ids = [.. Enumerable.Range(0, 6).Select(i => JobId.New(Owner, T0.ToDateTimeOffset().AddMilliseconds(i)))];
        NewJob[] jobs =
        [
            Job(at: After(2)) with { Id = ids[0] },
            Job(at: After(1)) with { Id = ids[1], Priority = -1 },
            Job(at: After(1)) with { Id = ids[3] },
            Job(at: After(1)) with { Id = ids[2] },
            Job(at: After(1)) with { Id = ids[4], Priority = 100 },
            Job(at: After(0)) with { Id = ids[5], Priority = -100 },
        ];
        _ = await Store.SubmitAllAsync(jobs, T0, None);

        (await ArmAllAsync()).Select(row => row.Id).ShouldBe([ids[5], ids[4], ids[2], ids[3], ids[1], ids[0]]);
    }

    [Fact]
    public async Task An_armed_row_carries_all_that_a_start_needs()
    {
        NewJob job = Repeating("k", After(5)) with { Due = After(4), Priority = 3, MaxAttempts = 9, Payload = """{"n":1}"""u8.ToArray() };

        ArmedRow row = await ArmedAsync(job);

        row.Payload.ToArray().ShouldBe(job.Payload.ToArray());
        (row with { Place = 0 }).ShouldBe(new ArmedRow
        {
            Id = job.Id,
            Owner = Owner,
            Kind = Kind,
            Key = "k",
            Due = After(4),
            At = After(5),
            Priority = 3,
            Fence = 1,
            Attempt = 0,
            Lost = 0,
            Version = 1,
            MaxAttempts = 9,
            Trigger = job.Trigger,
            Settle = false,
            Payload = row.Payload,
        });
        JobView view = await StandingAsync(job.Id);
        (view.State, view.Fence).ShouldBe((JobState.Armed, 1));
    }

    [Fact]
    public async Task The_span_holds_its_first_instant_and_not_its_last()
    {
        NewJob[] jobs = [Job(at: new Instant(T0.Micros - 1)), Job(at: T0), Job(at: new Instant(After(1).Micros - 1)), Job(at: After(1))];
        _ = await Store.SubmitAllAsync(jobs, T0, None);

        IReadOnlyList<ArmedRow> rows = await Store.ArmAsync(T0, After(1), 100, None);

        rows.Select(row => row.Id).ShouldBe([jobs[1].Id, jobs[2].Id]);
    }

    [Fact]
    public async Task The_planned_start_counts_and_not_the_due()
    {
        NewJob late = await SubmittedAsync(Job(at: After(100)) with { Due = T0 });

        (await Store.ArmAsync(Instant.Min, After(50), 100, None)).ShouldBeEmpty();
        (await Store.ArmAsync(After(50), After(101), 100, None)).ShouldHaveSingleItem().Id.ShouldBe(late.Id);
    }

    [Fact]
    public async Task No_more_than_the_limit_is_armed()
    {
        _ = await Store.SubmitAllAsync([.. Enumerable.Range(0, 25).Select(i => Job(at: After(i)))], T0, None);

        (await ArmAllAsync(10)).Count.ShouldBe(10);
        (await ArmAllAsync(10)).Select(row => row.At).ShouldBe(Enumerable.Range(10, 10).Select(i => After(i)));
        (await ArmAllAsync(10)).Count.ShouldBe(5);
        (await ArmAllAsync(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_limit_below_one_is_a_mistake()
    {
        _ = await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await ArmAllAsync(0));
    }

    [Fact]
    public async Task Every_hold_has_a_higher_fence()
    {
        ArmedRow first = await ArmedAsync(Repeating());
        await Store.ReleaseAsync([HoldOf(first)], None);
        ArmedRow second = await ArmOneAsync();
        _ = await CompleteAsync(Ended(second, next: NextDue(second)));
        ArmedRow third = await ArmOneAsync();
        _ = await CrashAsync(T0);
        ArmedRow fourth = await ArmOneAsync();

        long[] fences = [first.Fence, second.Fence, third.Fence, fourth.Fence];
        fences.ShouldBe(fences.Distinct().Order());
    }

    [Fact]
    public async Task What_is_held_or_parked_is_not_armed()
    {
        ArmedRow held = await ArmedAsync(Job());
        ArmedRow parked = await ArmedAsync(Job());
        await Store.ParkAsync([HoldOf(parked)], "paused", None);

        (await ArmAllAsync()).ShouldBeEmpty();
        (await Store.HeldAsync(None)).ShouldHaveSingleItem().Id.ShouldBe(held.Id);
    }

    [Fact]
    public async Task What_this_process_holds_can_be_adopted_as_it_was_armed_under_higher_fences()
    {
        _ = await Store.SubmitAllAsync([.. Enumerable.Range(0, 20).Select(i => Job($"k{i}", After(i)))], T0, None);
        IReadOnlyList<ArmedRow> armed = await ArmAllAsync(15);

        IReadOnlyList<Hold> held = await Store.HeldAsync(None);
        IReadOnlyList<ArmedRow> adopted = await Store.AdoptAsync(held, None);

        held.ShouldBe(armed.Select(HoldOf), ignoreOrder: true);
        adopted.OrderBy(row => row.At).Select(row => row with { Payload = default, Place = 0 })
            .ShouldBe(armed.Select(row => row with { Payload = default, Place = 0, Fence = row.Fence + 1 }));
        adopted.Select(row => Encoding.UTF8.GetString(row.Payload.Span)).Distinct().ShouldBe(["{}"]);
        (await Store.HeldAsync(None)).ShouldBe(adopted.Select(HoldOf), ignoreOrder: true);
    }

    [Fact]
    public async Task What_an_end_of_a_hold_does_after_the_adoption_is_refused()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        ArmedRow adopted = await AdoptOneAsync();

        await Store.ReleaseAsync([HoldOf(row)], None);
        await Store.ParkAsync([HoldOf(row)], "late", None);
        (await CompleteAsync(Ended(row, next: NextDue(row)))).ShouldBe(CompletionAnswer.Refused);
        (await Store.MarkAsync([new Mark(HoldOf(row), MarkKind.Gate, T0)], None)).ShouldBe([false]);
        (await Store.CancelAsync(Owner, row.Id, Grip.Withdrawn(row.Fence), T0, None)).ShouldNotBe(ChangeAnswer.Applied);

        (await Store.HeldAsync(None)).ShouldBe([HoldOf(adopted)]);
        (await CompleteAsync(Ended(adopted, next: NextDue(adopted)))).ShouldBe(CompletionAnswer.Committed);
    }

    [Fact]
    public async Task What_has_ended_or_was_claimed_anew_is_not_adopted()
    {
        ArmedRow ended = await ArmedAsync(Job());
        _ = await CompleteAsync(Ended(ended));
        ArmedRow released = await ArmedAsync(Job());
        await Store.ReleaseAsync([HoldOf(released)], None);
        ArmedRow claimed = await ArmOneAsync();

        (await Store.AdoptAsync([HoldOf(ended), HoldOf(released), new Hold(claimed.Id, claimed.Fence + 1), new Hold(NewId(), 1)], None)).ShouldBeEmpty();
        (await Store.AdoptAsync([], None)).ShouldBeEmpty();

        (await Store.HeldAsync(None)).ShouldBe([HoldOf(claimed)]);
    }

    [Fact]
    public async Task A_mark_of_a_hold_that_never_began_is_void_after_its_adoption()
    {
        ArmedRow row = await ArmedAsync(Job());
        (await Store.MarkAsync([new Mark(HoldOf(row), MarkKind.Gate, T0)], None)).ShouldBe([true]);
        _ = await AdoptOneAsync();

        (await CrashAsync(After(1))).Unknown.ShouldBe(0);
    }
}
