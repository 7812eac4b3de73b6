using Kairos.Jobs;
using Kairos.Stores;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Store;

public sealed class AskTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    private static readonly JobChange NewPayload = new() { Payload = "[1]"u8.ToArray() };

    public static TheoryData<AskKind> Kinds => [AskKind.Cancel, AskKind.Pause, AskKind.Edit];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_change_by_another_node_waits_for_the_answer_of_the_one_that_holds_the_job(AskKind ask)
    {
        PostgreSqlStore other = await Pg.OpenOtherAsync(T0);
        ArmedRow row = await ArmedAsync(Repeating("k"));

        await AskAsync(other, row, ask);

        (await Own.AskedAsync(None)).ShouldBe([new AskedHold(HoldOf(row), Owner, ask)]);
        (await other.AskedAsync(None)).ShouldBeEmpty();
        (await other.AskStateAsync(HoldOf(row), None)).ShouldBe(AskState.Waits);
        (Own.Beat(default).Asked, other.Beat(default).Asked).ShouldBe((true, false));

        await Own.AnswerTooLateAsync([new AskedHold(HoldOf(row), Owner, ask)], None);
        (await other.AskStateAsync(HoldOf(row), None)).ShouldBe(AskState.TooLate);
        (await Own.AskedAsync(None)).ShouldBeEmpty();
        Own.Beat(default).Asked.ShouldBeFalse();

        (await CompleteAsync(Ended(row, next: NextDue(row)))).ShouldBe(CompletionAnswer.Committed);
        (await other.AskStateAsync(HoldOf(row), None)).ShouldBe(AskState.HoldEnded);
    }

    [Fact]
    public async Task Too_late_answers_what_was_read_and_not_what_was_asked_since()
    {
        PostgreSqlStore other = await Pg.OpenOtherAsync(T0);
        ArmedRow row = await ArmedAsync(Repeating("k"));
        await AskAsync(other, row, AskKind.Edit);
        IReadOnlyList<AskedHold> read = await Own.AskedAsync(None);
        await AskAsync(other, row, AskKind.Cancel);

        await Own.AnswerTooLateAsync(read, None);

        (await other.AskStateAsync(HoldOf(row), None)).ShouldBe(AskState.Waits);
        (await Own.AskedAsync(None)).ShouldBe([new AskedHold(HoldOf(row), Owner, AskKind.Cancel)]);
    }

    [Fact]
    public async Task A_resume_asks_again_for_the_edit_whose_ask_the_pause_had_overwritten()
    {
        PostgreSqlStore other = await Pg.OpenOtherAsync(T0);
        ArmedRow row = await ArmedAsync(Repeating("k"));
        await AskAsync(other, row, AskKind.Edit);
        await AskAsync(other, row, AskKind.Pause);

        (await other.ResumeAsync(Owner, row.Id, new ResumePlan { Version = 2, Due = row.Due }, None)).ShouldBe(ChangeAnswer.Applied);

        (await Own.AskedAsync(None)).ShouldBe([new AskedHold(HoldOf(row), Owner, AskKind.Edit)]);
    }

    [Fact]
    public async Task A_replace_of_a_held_job_asks_its_node()
    {
        PostgreSqlStore other = await Pg.OpenOtherAsync(T0);
        ArmedRow row = await ArmedAsync(Repeating("k"));

        SubmitAnswer answer = await other.SubmitAsync(Job("k") with { Conflict = KeyConflict.Replace }, T0, None);

        answer.HeldUnder.ShouldBe(row.Fence);
        (await Own.AskedAsync(None)).ShouldBe([new AskedHold(HoldOf(row), Owner, AskKind.Edit)]);
    }

    public static TheoryData<AskKind, string> Ends => new MatrixTheoryData<AskKind, string>(
        [AskKind.Cancel, AskKind.Pause, AskKind.Edit], ["ends", "goes on", "retries", "released", "parked", "cancelled", "paused", "edited", "taken over"]);

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Each_end_of_a_hold_takes_what_was_asked_with_it(AskKind ask, string end)
    {
        PostgreSqlStore other = await Pg.OpenOtherAsync(T0);
        ArmedRow row = await ArmedAsync(Repeating("k"));
        await AskAsync(other, row, ask);

        await EndAsync(row, end, other);

        (await other.AskStateAsync(HoldOf(row), None)).ShouldBe(AskState.HoldEnded);
        Pg.Query("select id from kairos.job where asked <> 0 or node is not null").ShouldBeEmpty();
        JobView? job = await FindAsync(row.Id);
        if (ask == AskKind.Cancel)
        {
            job.ShouldBeNull();
        }
        else if (ask == AskKind.Pause && end is not "edited")
        {
            job?.State.ShouldBe(JobState.Paused);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replace_between_a_hand_back_and_the_end_that_it_makes_keeps_the_job(bool parked)
    {
        PostgreSqlStore other = await Pg.OpenOtherAsync(T0);
        ArmedRow row = await ArmedAsync(Repeating("k"));
        await AskAsync(other, row, AskKind.Cancel);
        await using NpgsqlConnection connection = new($"{Pg.ConnectionString};Pooling=false");
        await connection.OpenAsync(None);
        await using NpgsqlTransaction replacing = await connection.BeginTransactionAsync(None);
        (await other.SubmitAsync(replacing, Repeating("k", After(60)) with { Conflict = KeyConflict.Replace }, T0)).HeldUnder.ShouldBe(row.Fence);

        Task handBack = parked ? Store.ParkAsync([HoldOf(row)], "no", None).AsTask() : Store.ReleaseAsync([HoldOf(row)], None).AsTask();
        await UntilSomebodyWaitsAsync();
        await replacing.CommitAsync(None);
        await handBack;

        JobView view = await StandingAsync(row.Id);
        (view.State, view.At, view.Version).ShouldBe((JobState.Waiting, After(60), 2));
        (await RunsAsync(row.Id)).ShouldBeEmpty();
    }

    private static async Task AskAsync(PostgreSqlStore by, ArmedRow row, AskKind ask) => (ask switch
    {
        AskKind.Cancel => await by.CancelAsync(Owner, row.Id, Grip.Unseen, T0, None),
        AskKind.Pause => await by.PauseAsync(Owner, row.Id, Grip.Unseen, None),
        _ => await by.EditAsync(Owner, row.Id, NewPayload, Grip.Unseen, None),
    }).ShouldBe(ChangeAnswer.Pending);

    private async Task EndAsync(ArmedRow row, string end, PostgreSqlStore other)
    {
        switch (end)
        {
            case "ends":
                (await CompleteAsync(Ended(row))).ShouldBe(CompletionAnswer.Committed);
                break;
            case "goes on":
                (await CompleteAsync(Ended(row, next: NextDue(row)))).ShouldBe(CompletionAnswer.Committed);
                break;
            case "retries":
                (await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)))).ShouldBe(CompletionAnswer.Committed);
                break;
            case "released":
                await Store.ReleaseAsync([HoldOf(row)], None);
                break;
            case "parked":
                await Store.ParkAsync([HoldOf(row)], "no", None);
                break;
            case "cancelled":
                _ = await Store.CancelAsync(Owner, row.Id, Grip.Withdrawn(row.Fence), T0, None);
                break;
            case "paused":
                _ = await Store.PauseAsync(Owner, row.Id, Grip.Withdrawn(row.Fence), None);
                await EndWantedAsync(row, other);
                break;
            case "edited":
                _ = await Store.EditAsync(Owner, row.Id, NewPayload, Grip.Withdrawn(row.Fence), None);
                await EndWantedAsync(row, other);
                break;
            default:
                await TakeOverAsync(other);
                break;
        }
    }

    // A job that is to end is there for no other change: its hold still stands, and ends in another way.
    private async Task EndWantedAsync(ArmedRow row, PostgreSqlStore other)
    {
        if ((await FindAsync(row.Id))?.State == JobState.Armed)
        {
            await TakeOverAsync(other);
        }
    }

    private async Task TakeOverAsync(PostgreSqlStore other)
    {
        (await other.TryTakeOverAsync(Pg.NodeOf(Own), 0, None)).ShouldBeTrue();
        _ = await other.SettleAsync(T0, default, 500, None);
    }
}
