using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

public abstract class HoldContract : JobStoreContract
{
    [Fact]
    public async Task A_mark_tells_whether_the_hold_was_still_good()
    {
        ArmedRow good = await ArmedAsync(Job());
        ArmedRow released = await ArmedAsync(Job());
        await Store.ReleaseAsync([HoldOf(released)], None);

        IReadOnlyList<bool> answers = await Store.MarkAsync(
        [
            new Mark(HoldOf(good), MarkKind.Gate, T0),
            new Mark(HoldOf(good) with { Fence = good.Fence + 1 }, MarkKind.Gate, T0),
            new Mark(HoldOf(released), MarkKind.Start, T0),
            new Mark(new Hold(NewId(), 1), MarkKind.Start, T0),
        ],
        None);

        answers.ShouldBe([true, false, false, false]);
    }

    [Fact]
    public async Task A_released_job_waits_again_with_its_plan()
    {
        ArmedRow row = await ArmedAsync(Job("k", After(5)));

        await Store.ReleaseAsync([HoldOf(row)], None);

        JobView view = await StandingAsync(row.Id);
        (view.State, view.At, view.Attempt).ShouldBe((JobState.Waiting, After(5), 0));
        (await Store.HeldAsync(None)).ShouldBeEmpty();
        (await ArmOneAsync()).Fence.ShouldBeGreaterThan(row.Fence);
    }

    [Fact]
    public async Task Release_voids_the_mark()
    {
        ArmedRow row = await ArmedAsync(Job());
        _ = await Store.MarkAsync([new Mark(HoldOf(row), MarkKind.Gate, T0)], None);
        await Store.ReleaseAsync([HoldOf(row)], None);
        _ = await ArmOneAsync();

        TakeOver taken = await CrashAsync(After(1));

        (taken.Unknown, taken.Lost).ShouldBe((0, 1));
    }

    [Fact]
    public async Task Release_and_park_with_an_old_fence_do_nothing()
    {
        ArmedRow old = await ArmedAsync(Job());
        await Store.ReleaseAsync([HoldOf(old)], None);
        ArmedRow row = await ArmOneAsync();

        await Store.ReleaseAsync([HoldOf(old)], None);
        await Store.ParkAsync([HoldOf(old)], "paused", None);

        (await StandingAsync(row.Id)).State.ShouldBe(JobState.Armed);
    }

    [Fact]
    public async Task A_parked_job_shows_why()
    {
        ArmedRow row = await ArmedAsync(Job());

        await Store.ParkAsync([HoldOf(row)], "no handler for mail.send here", None);

        JobView view = await StandingAsync(row.Id);
        (view.State, view.Reason).ShouldBe((JobState.Parked, "no handler for mail.send here"));
    }

    [Fact]
    public async Task Parked_jobs_come_back_by_kind()
    {
        foreach (string kind in new[] { "a", "a", "b", "c" })
        {
            _ = await SubmittedAsync(Job(kind: kind));
        }

        await Store.ParkAsync([.. (await ArmAllAsync()).Select(HoldOf)], "paused", None);

        (await Store.UnparkAsync(["a", "c", "unheard of"], None)).ShouldBe(3);

        IReadOnlyList<ArmedRow> rows = await ArmAllAsync();
        rows.Select(row => row.Kind).Order().ShouldBe(["a", "a", "c"]);
        (await StandingAsync(rows[0].Id)).Reason.ShouldBeNull();
        (await Store.CountJobsAsync(None))[JobState.Parked].ShouldBe(1);
    }

    [Fact]
    public async Task A_reason_that_is_not_well_formed_text_is_shown_as_far_as_it_goes()
    {
        ArmedRow row = await ArmedAsync(Job());

        await Store.ParkAsync([HoldOf(row)], "cut off \ud83d", None);

        (await StandingAsync(row.Id)).Reason.ShouldBe("cut off \ufffd");
    }
}
