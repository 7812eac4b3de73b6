using Kairos.Events;
using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Tests.Engine;
using Kairos.Triggers;

namespace Kairos.Tests.Nodes;

/// <summary>Changes of jobs that another node holds: asked on one, settled by the other.</summary>
public sealed class AskTests : IAsyncDisposable
{
    private readonly NodeHost _nodes = new();
    private readonly Latch _running = new();
    private KairosTestHost _holder = null!;
    private FakeNodeStore _holderStore = null!;
    private KairosTestHost _asker = null!;

    private DateTimeOffset Begun { get; set; }

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    // Far longer than any test goes on: nobody gives up waiting by accident.
    private async Task StartAsync(TimeSpan? patience = null)
    {
        Begun = _nodes.Time.GetUtcNow();
        (_holder, _holderStore) = await _nodes.StartAsync(k => k.Greets(async (g, _, ct) =>
        {
            if (g.Text == "runs")
            {
                await _running.PassAsync(ct);
            }

            return Outcome.Success;
        }));

        // It claims nothing itself, not with its first look either.
        FakeNodeStore store = new(_nodes.Cluster) { Before = verb => verb == "arm" ? FakeNodeStore.Unavailable : Task.CompletedTask };
        _asker = await _nodes.StartAsync(store, k =>
        {
            k.Node = new() { SettleWait = patience ?? TimeSpan.FromMinutes(10) };
            k.Greets();
        });
    }

    private async Task<JobId> WaitingAsync(string? key = null) =>
        await _holder.SubmitArmedAsync(Greet.At(_nodes.Time.GetUtcNow().AddSeconds(4)) with { Key = key, Conflict = KeyConflict.Replace });

    private async Task<JobId> RunningAsync(JobRequest? request = null)
    {
        JobId id = await _holder.SubmitAsync(request ?? Greet.Now("runs"));
        _nodes.Time.Advance(NodeHost.Slack);
        await _running.Reached;
        return id;
    }

    // What others do when the holder has read what is asked of it, and has done nothing of it yet.
    private void BetweenReadingAndSettling(Func<Task> work)
    {
        int looks = 0;
        _holderStore.After = async verb =>
        {
            if (verb == "asked" && _nodes.Cluster.WasAsked.IsCompleted && Interlocked.Exchange(ref looks, 1) == 0)
            {
                await work();
            }
        };
    }

    // The asker looks again from time to time; that goes on when the holder has done its part.
    private async Task<T> AnswerAsync<T>(ValueTask<T> change, Task settled)
    {
        Task<T> answer = change.AsTask();
        await settled;
        return await _nodes.GoOnUntilAsync(answer);
    }

    private Task<JobWithdrawn> WithdrawnAsync(JobId id) => _holder.UntilAsync<JobWithdrawn>(e => e.Job == id);

    [Fact]
    public async Task A_cancel_of_what_another_node_holds_and_has_not_begun_is_applied_and_it_never_starts()
    {
        await StartAsync();
        JobId id = await WaitingAsync();
        (await AnswerAsync(_asker.Jobs.CancelAsync("ann", id), WithdrawnAsync(id))).ShouldBe(ChangeAnswer.Applied);
        await NeverStartsAsync(id);
        RunView run = (await _asker.Jobs.RunsAsync(new() { Job = id })).ShouldHaveSingleItem();
        (run.Outcome, run.Started).ShouldBe((OutcomeCode.Cancelled, null));
    }

    [Fact]
    public async Task A_cancel_of_what_runs_on_another_node_is_too_late_and_its_handler_is_told()
    {
        await StartAsync();
        JobId id = await RunningAsync();
        (await AnswerAsync(_asker.Jobs.CancelAsync("ann", id), _nodes.Cluster.ToldTooLate)).ShouldBe(ChangeAnswer.TooLate);
        (await _holder.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Cancelled);
    }

    [Fact]
    public async Task A_cancel_that_its_holder_does_not_answer_is_pending_and_settled_when_it_does()
    {
        await StartAsync(patience: TimeSpan.Zero);
        JobId id = await WaitingAsync();
        _holderStore.Before = verb => verb == "asked" ? FakeNodeStore.Unavailable : Task.CompletedTask;
        (await _asker.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.Pending);
        await _holder.UntilAsync<StoreFailed>(e => e.Work == "answer what is asked");

        _holderStore.Before = static _ => Task.CompletedTask;
        _nodes.Time.Advance(TimeSpan.FromSeconds(1));
        await WithdrawnAsync(id);
        (await _asker.Jobs.FindAsync("ann", id)).ShouldBeNull();
        await NeverStartsAsync(id);
    }

    [Fact]
    public async Task A_call_that_is_lost_costs_a_second()
    {
        await StartAsync();
        JobId id = await WaitingAsync();
        _holderStore.Me.Listeners.Clear();
        Task<ChangeAnswer> answer = _asker.Jobs.CancelAsync("ann", id).AsTask();
        await _nodes.Cluster.WasAsked;
        _nodes.Time.Advance(TimeSpan.FromSeconds(1));
        (await AnswerAsync(new ValueTask<ChangeAnswer>(answer), WithdrawnAsync(id))).ShouldBe(ChangeAnswer.Applied);
    }

    [Fact]
    public async Task A_replace_takes_a_cancel_back_that_its_holder_has_read_and_not_settled()
    {
        await StartAsync(patience: TimeSpan.Zero);
        JobId id = await WaitingAsync("k");
        JobRequest anew = Greet.At(Begun.AddDays(60), "new") with { Key = "k", Conflict = KeyConflict.Replace };
        BetweenReadingAndSettling(async () => (await _asker.Jobs.SubmitAsync(anew)).Status.ShouldBe(SubmitStatus.Replaced));

        (await _asker.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.Pending);

        await WithdrawnAsync(id);
        JobView view = (await _asker.Jobs.FindAsync("ann", id)).ShouldNotBeNull();
        (view.State, view.Due.ToDateTimeOffset()).ShouldBe((JobState.Waiting, Begun.AddDays(60)));
        (await _asker.Jobs.RunsAsync(new() { Job = id })).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_resume_takes_a_pause_back_that_its_holder_has_read_and_not_settled()
    {
        await StartAsync(patience: TimeSpan.Zero);
        JobId id = await WaitingAsync();
        BetweenReadingAndSettling(async () => (await _asker.Jobs.ResumeAsync("ann", id)).ShouldBe(ChangeAnswer.Applied));

        (await _asker.Jobs.PauseAsync("ann", id)).ShouldBe(ChangeAnswer.Pending);

        await WithdrawnAsync(id);
        _nodes.Time.Advance(TimeSpan.FromSeconds(5));
        (await _nodes.GoOnUntilAsync(_holder.RunOfAsync(id))).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_pause_is_applied_to_what_waits_elsewhere()
    {
        await StartAsync();
        JobId id = await WaitingAsync();
        (await AnswerAsync(_asker.Jobs.PauseAsync("ann", id), WithdrawnAsync(id))).ShouldBe(ChangeAnswer.Applied);
        (await _asker.Jobs.FindAsync("ann", id))!.State.ShouldBe(JobState.Paused);
        await NeverStartsAsync(id);
    }

    [Fact]
    public async Task A_pause_is_too_late_for_what_runs_elsewhere_and_counts_when_that_has_ended()
    {
        await StartAsync();
        JobId id = await RunningAsync(Greet.Every(TimeSpan.FromDays(1), Begun) with { Payload = Greet.Now("runs").Payload });
        (await AnswerAsync(_asker.Jobs.PauseAsync("ann", id), _nodes.Cluster.ToldTooLate)).ShouldBe(ChangeAnswer.TooLate);
        _running.Open();
        await _holder.RunOfAsync(id);
        (await _asker.Jobs.FindAsync("ann", id))!.State.ShouldBe(JobState.Paused);
    }

    [Fact]
    public async Task An_edit_is_applied_to_what_waits_elsewhere_and_the_old_content_never_starts()
    {
        await StartAsync();
        JobId id = await WaitingAsync();
        JobEdit later = new() { Trigger = Trigger.At(_nodes.Time.GetUtcNow().AddDays(60)) };
        (await AnswerAsync(_asker.Jobs.EditAsync("ann", id, later), WithdrawnAsync(id))).ShouldBe(ChangeAnswer.Applied);
        await NeverStartsAsync(id);
    }

    [Fact]
    public async Task An_edit_of_what_runs_elsewhere_is_too_late_and_counts_from_the_next_start()
    {
        await StartAsync();
        JobId id = await RunningAsync(Greet.Every(TimeSpan.FromDays(1), Begun) with { Payload = Greet.Now("runs").Payload });
        JobEdit edit = new() { Trigger = Trigger.Every(TimeSpan.FromDays(7), Begun.AddDays(2)) };
        (await AnswerAsync(_asker.Jobs.EditAsync("ann", id, edit), _nodes.Cluster.ToldTooLate)).ShouldBe(ChangeAnswer.TooLate);
        _running.Open();
        await _holder.RunOfAsync(id);
        (await _asker.Jobs.FindAsync("ann", id))!.Due.ToDateTimeOffset().ShouldBe(Begun.AddDays(2));
    }

    [Fact]
    public async Task A_cancel_that_comes_while_its_holder_answers_an_edit_is_heard_too()
    {
        await StartAsync(patience: TimeSpan.Zero);
        JobId id = await RunningAsync(Greet.Every(TimeSpan.FromDays(1), Begun) with { Payload = Greet.Now("runs").Payload });
        TaskCompletionSource edited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        BetweenReadingAndSettling(async () =>
        {
            (await _asker.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.Pending);

            // Or the edit would be told what the holder answered to it meanwhile.
            await edited.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        });

        (await _asker.Jobs.EditAsync("ann", id, new() { Priority = 1 })).ShouldBe(ChangeAnswer.Pending);
        edited.SetResult();

        (await _holder.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Cancelled);
        (await _asker.Jobs.FindAsync("ann", id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_run_now_of_what_another_node_holds_is_pending_at_once()
    {
        await StartAsync();
        JobId id = await WaitingAsync();
        (await _asker.Jobs.RunNowAsync("ann", id)).ShouldBe(ChangeAnswer.Pending);
        _nodes.Cluster.WasAsked.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_replace_of_what_waits_elsewhere_keeps_the_old_content_from_starting()
    {
        await StartAsync();
        JobId id = await WaitingAsync("k");
        JobRequest anew = Greet.At(Begun.AddDays(60), "new") with { Key = "k", Conflict = KeyConflict.Replace };
        SubmitAnswer answer = await AnswerAsync(_asker.Jobs.SubmitAsync(anew), WithdrawnAsync(id));
        answer.ShouldBe(new SubmitAnswer(SubmitStatus.Replaced, id, Running: false));
        await NeverStartsAsync(id);
    }

    [Fact]
    public async Task A_replace_of_what_runs_elsewhere_says_so()
    {
        await StartAsync();
        JobId id = await RunningAsync(Greet.Now("runs") with { Key = "k" });
        JobRequest anew = Greet.At(Begun.AddDays(60), "new") with { Key = "k", Conflict = KeyConflict.Replace };
        SubmitAnswer answer = await AnswerAsync(_asker.Jobs.SubmitAsync(anew), _nodes.Cluster.ToldTooLate);
        answer.ShouldBe(new SubmitAnswer(SubmitStatus.Replaced, id, Running: true));
    }

    [Fact]
    public async Task What_is_asked_of_a_hold_whose_claim_was_lost_is_answered_when_it_is_adopted()
    {
        await StartAsync();
        await _holder.SettleAsync();
        bool lost = false;
        _holderStore.After = async verb =>
        {
            if (verb == "arm" && !lost && (await _nodes.Cluster.HeldByAsync(static _ => true)).Count > 0)
            {
                lost = true;
                await FakeNodeStore.Unavailable;
            }
        };
        JobId id = await _holder.SubmitAsync(Greet.At(_nodes.Time.GetUtcNow().AddSeconds(4)));
        await _holder.UntilAsync<StoreFailed>(e => e.Work == "arm");
        Task<ChangeAnswer> answer = _asker.Jobs.CancelAsync("ann", id).AsTask();
        await _nodes.Cluster.WasAsked;
        _nodes.Time.Advance(TimeSpan.FromSeconds(1));
        await _holder.UntilAsync<JobArmed>(e => e.Job == id);
        _nodes.Time.Advance(TimeSpan.FromSeconds(1));
        (await AnswerAsync(new ValueTask<ChangeAnswer>(answer), WithdrawnAsync(id))).ShouldBe(ChangeAnswer.Applied);
        await NeverStartsAsync(id);
    }

    // Time may have gone on by far while answers were waited for: the nodes come to themselves first.
    private async Task NeverStartsAsync(JobId id)
    {
        _nodes.Time.Advance(TimeSpan.FromSeconds(10));
        await _nodes.GoOnUntilAsync(_holder.RunOfAsync(await _holder.SubmitAsync(Greet.Now())));
        _holder.StartsOf(id).ShouldBe(0);
    }
}
