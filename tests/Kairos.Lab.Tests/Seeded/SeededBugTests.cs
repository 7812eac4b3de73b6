using Kairos.Lab.Databases;
using Kairos.Lab.History;
using Kairos.Lab.Network;
using Kairos.Lab.Tests.Engines;
using Kairos.Stores;

namespace Kairos.Lab.Tests.Seeded;

/// <summary>Bugs put into the real engine and its store, each with a scene in which it does harm. Without it the scene is clean.</summary>
public sealed class SeededBugTests(DatabaseYard yard)
{
    [Fact]
    public Task A_completion_without_its_fence_is_found() => FindsAsync(
        ViolationKind.Fence,
        async (stage, seeded) =>
        {
            RecordedNode zombie = await stage.ShakenAsync((store, recorder) => recorder.Over(seeded ? new CompletesByIdAlone(store, stage.Direct) : store));
            (TaskCompletionSource zombieEnds, TaskCompletionSource heirEnds) = (new(), new());
            zombie.NotBefore = zombieEnds.Task;
            await stage.SubmitAsync(zombie, 0.5);
            await stage.EffectsAsync(1);
            RecordedNode heir = await stage.SteadyAsync();
            heir.NotBefore = heirEnds.Task;

            // What another has at work already is ended by the one that lost it.
            stage.Proxy.Set(Way.Both, Passage.Swallowed);
            await stage.EffectsAsync(2);
            zombieEnds.SetResult();
            await Stage.UntilAsync(() => Task.FromResult(stage.Seen<CompleteAsked>().Any()));
            stage.Proxy.Clear();
            await Stage.UntilAsync(() => Task.FromResult(stage.Seen<CompleteAnswered>().Any(a => a.Result != CompleteResult.Unknown)));
            heirEnds.SetResult();
            await stage.DoneAsync(heir);
        });

    [Fact]
    public Task A_key_without_its_unique_index_is_found() => FindsAsync(
        ViolationKind.Key,
        async (stage, seeded) =>
        {
            RecordedNode node = await stage.SteadyAsync();
            if (seeded)
            {
                await stage.SqlAsync("drop index kairos.job_key");
            }

            await stage.SubmitAsync(node, 1.5, key: "one");
            await stage.SubmitAsync(node, 1, key: "one");
            await stage.DoneAsync(node);
        });

    [Fact]
    public Task An_unanswered_completion_that_is_taken_for_failed_is_found() => FindsAsync(
        ViolationKind.Phantom,
        async (stage, seeded) =>
        {
            RecordedNode node = await stage.ShakenAsync((store, recorder) => recorder.Over(seeded ? new TakesNoAnswerForNo(store) : store));
            Task dropped = stage.Proxy.DropNextAnswerAsync(Answers.OfWrite, sql => sql.Contains("delete from kairos.job", StringComparison.Ordinal));
            await stage.SubmitAsync(node, 0.5);
            await dropped;
            await stage.DoneAsync(node);
            await Stage.UntilAsync(() => Task.FromResult(stage.Seen<CompleteAnswered>().Any(a => a.Result != CompleteResult.Unknown)));
        });

    [Fact]
    public Task An_unanswered_completion_that_is_taken_for_done_is_found() => FindsAsync(
        ViolationKind.Unrecorded,
        async (stage, seeded) =>
        {
            RecordedNode node = await stage.ShakenAsync((store, recorder) => recorder.Over(seeded ? new TakesNoAnswerForYes(store) : store));
            await stage.SubmitAsync(node, 0.3, workMs: 1000);
            await stage.EffectsAsync(1);
            stage.Proxy.RefuseNew(true);
            stage.Proxy.CutAll();
            await Stage.UntilAsync(() => Task.FromResult(stage.Seen<CompleteAnswered>().Any()));
            stage.Proxy.Clear();
            await Stage.UntilAsync(() => Task.FromResult(stage.Seen<CompleteAnswered>().Any(a => a.Result == CompleteResult.Committed)));
        });

    [Fact]
    public Task An_unanswered_submit_that_is_taken_for_done_is_found() => FindsAsync(
        ViolationKind.Lost,
        async (stage, seeded) =>
        {
            RecordedNode node = await stage.ShakenAsync((store, recorder) => recorder.Over(seeded ? new TakesNoAnswerForYes(store) : store));

            // Until the store has given up finding out what became of it.
            stage.Proxy.RefuseNew(true);
            stage.Proxy.CutAll();
            await stage.SubmitAsync(node, 1);
            stage.Proxy.Clear();
        });

    [Fact]
    public Task A_node_that_does_not_adopt_what_it_holds_is_found() => FindsAsync(
        ViolationKind.Lost,
        async (stage, seeded) =>
        {
            RecordedNode node = await stage.ShakenAsync((store, recorder) =>
            {
                LosesAClaim loses = new(store);
                return recorder.Over(seeded ? new AdoptsNothing(loses) : loses);
            });
            await stage.SubmitAsync(node, 1);
            if (seeded)
            {
                // It is forgotten: longer than it would be late.
                await Stage.PauseAsync(4);
            }
            else
            {
                await stage.DoneAsync(node);
            }
        });

    [Fact]
    public Task Beats_that_are_compared_by_the_clock_are_found() => FindsAsync(
        ViolationKind.WrongTakeOver,
        async (stage, seeded) =>
        {
            await stage.SteadyAsync();
            TimeSpan ahead = TimeSpan.FromSeconds(10);
            await stage.ShakenAsync((store, recorder) => seeded ? new ComparesBeatsByClock(recorder.Over(store), stage.Direct, ahead, Stage.TakeOverAfter) : recorder.Over(store));
            if (seeded)
            {
                await Stage.UntilAsync(() => Task.FromResult(stage.Seen<TakeOverSeen>().Any()));
            }
            else
            {
                await Stage.PauseAsync(1);
            }
        });

    private async Task FindsAsync(ViolationKind kind, Func<Stage, bool, Task> scene)
    {
        Verdict[] verdicts = await Task.WhenAll(PlayAsync(scene, seeded: true), PlayAsync(scene, seeded: false));

        verdicts[0].Violations.ShouldContain(v => v.Kind == kind && v.Evidence.Count > 0, string.Join('\n', verdicts[0].Violations));
        verdicts[1].Violations.ShouldBeEmpty();
    }

    private async Task<Verdict> PlayAsync(Func<Stage, bool, Task> scene, bool seeded)
    {
        await using Stage stage = await Stage.SetAsync(yard);
        await scene(stage, seeded);
        return await stage.JudgeAsync();
    }
}
