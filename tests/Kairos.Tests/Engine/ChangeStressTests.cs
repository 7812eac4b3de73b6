using System.Collections.Concurrent;
using System.Globalization;
using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Testing;

namespace Kairos.Tests.Engine;

/// <summary>A thousand jobs armed for one instant, and changes of all of them while they start, on real threads.</summary>
public sealed class ChangeStressTests
{
    private const int Jobs = 1_000;
    private const int Slices = 4;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // Of ten jobs one is changed well before the instant, and one by its own handler: both answers occur for sure.
    private const int Early = 0;
    private const int Late = 1;

    private readonly ConcurrentQueue<string> _started = new();
    private readonly TaskCompletionSource<Answer>[] _answers = [.. Enumerable.Range(0, Jobs).Select(_ => new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously))];
    private JobId[] _ids = [];
    private JobClient _client = null!;

    /// <summary>What is asked of a job.</summary>
    public enum Change
    {
        Cancel,
        Edit,
        Replace,
        Pause,
        EditAndCancel,
    }

    [Theory]
    [InlineData(Change.Cancel)]
    [InlineData(Change.Edit)]
    [InlineData(Change.Replace)]
    [InlineData(Change.Pause)]
    [InlineData(Change.EditAndCancel)]
    public async Task What_was_applied_is_true_of_every_start_and_what_came_too_late_had_started(Change change)
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets((g, c, _) => RunAsync(g.Text, c, change)));
        _client = host.Jobs;
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(2);
        _ids = [.. (await host.Jobs.SubmitAllAsync([.. Enumerable.Range(0, Jobs).Select(i => Keyed("old", i, at))])).Select(s => s.Id)];
        for (int slice = 0; slice < Slices; slice++)
        {
            await host.SubmitArmedAsync(Greet.At(at.AddMicroseconds(-100 * slice), $"slice {slice}"));
        }

        foreach (JobId id in _ids)
        {
            await host.UntilAsync<JobArmed>(e => e.Job == id);
        }

        // The instant comes when these are answered, however long that takes: changes and starts race from there.
        int[] early = [.. Enumerable.Range(0, Jobs).Where(i => i % 10 == Early)];
        Array.ForEach(early, i => Ask(change, i, at));
        await Task.WhenAll(early.Select(i => _answers[i].Task)).WaitAsync(s_patience, TimeProvider.System);
        host.Time.AdvanceTo(at);

        Answer[] answers = await Task.WhenAll(_answers.Select(a => a.Task)).WaitAsync(s_patience, TimeProvider.System);
        for (int i = 0; i < Jobs; i++)
        {
            await EndedAsync(host, i, answers[i]);
        }

        host.NoneShouldBeEarly();
        string[] expected = [.. Enumerable.Range(0, Jobs).SelectMany(i => Expected(i, answers[i]))];
        string[] started = [.. _started.Where(text => !text.StartsWith("slice", StringComparison.Ordinal))];
        started.Except(expected).ShouldBeEmpty("started although it was applied that they should not");
        expected.Except(started).ShouldBeEmpty("should have started");
        started.Length.ShouldBe(expected.Length);
        int applied = answers.Count(a => a.What == ChangeAnswer.Applied);
        applied.ShouldBeGreaterThanOrEqualTo(Jobs / 10);
        answers.Count(a => a.What == ChangeAnswer.TooLate).ShouldBeGreaterThanOrEqualTo(Jobs / 10);
        (await host.Jobs.ListAsync(new() { Limit = 1_000 })).Count(j => j.State == JobState.Paused).ShouldBe(change == Change.Pause ? applied : 0);
        (await host.Jobs.ListAsync(new() { Limit = 1_000 })).ShouldAllBe(j => j.State == JobState.Paused);
    }

    private static JobRequest Keyed(string text, int i, DateTimeOffset at) => Greet.At(at, $"{text} {i}") with { Key = $"{i}", Conflict = KeyConflict.Replace };

    private static IEnumerable<string> Expected(int i, Answer answer)
    {
        if (answer.OldRuns)
        {
            yield return $"old {i}";
        }

        if (answer.NewRuns)
        {
            yield return $"new {i}";
        }
    }

    private async Task EndedAsync(KairosTestHost host, int i, Answer answer)
    {
        if (answer.OldRuns)
        {
            await host.UntilAsync<RunCommitted>(e => e.Run.Job == _ids[i]);
        }

        if (answer.NewRuns)
        {
            long fence = answer.OldRuns && answer.Id == _ids[i] ? 2 : 1;
            await host.UntilAsync<RunCommitted>(e => e.Run.Job == answer.Id && e.Run.Fence >= fence);
        }
    }

    // The jobs just before the instant begin the changes, a slice each; the others start beside that.
    private async ValueTask<Outcome> RunAsync(string text, JobContext context, Change change)
    {
        _started.Enqueue(text);
        int number = int.Parse(text.Split(' ')[1], CultureInfo.InvariantCulture);
        DateTimeOffset at = context.At.ToDateTimeOffset();
        if (text.StartsWith("slice", StringComparison.Ordinal))
        {
            foreach (int i in Enumerable.Range(0, Jobs).Where(i => i % Slices == number && i % 10 is not (Early or Late)))
            {
                Ask(change, i, at);
            }
        }
        else if (text.StartsWith("old", StringComparison.Ordinal) && number % 10 == Late)
        {
            Ask(change, number, at);
            await _answers[number].Task;
        }

        return Outcome.Success;
    }

    private void Ask(Change change, int i, DateTimeOffset at) => _ = AnswerAsync(change, i, at);

    private async Task AnswerAsync(Change change, int i, DateTimeOffset at)
    {
        try
        {
            _answers[i].SetResult(await AskAsync(change, i, at));
        }
        catch (Exception e)
        {
            _answers[i].SetException(e);
        }
    }

    private async Task<Answer> AskAsync(Change change, int i, DateTimeOffset at)
    {
        JobId id = _ids[i];
        JobEdit edit = new() { Payload = Greet.Now($"new {i}").Payload };
        switch (change)
        {
            case Change.Cancel:
                return Of(id, await _client.CancelAsync("ann", id), newRuns: false);
            case Change.Pause:
                return Of(id, await _client.PauseAsync("ann", id), newRuns: false);
            case Change.Edit:
                ChangeAnswer edited = await _client.EditAsync("ann", id, edit);
                return Of(id, edited, newRuns: edited == ChangeAnswer.Applied);
            case Change.EditAndCancel:
                ChangeAnswer[] both = await Task.WhenAll(_client.EditAsync("ann", id, edit).AsTask(), _client.CancelAsync("ann", id).AsTask());
                return both[1] == ChangeAnswer.Applied ? Of(id, both[1], newRuns: false) : Of(id, both[0], newRuns: both[0] == ChangeAnswer.Applied);
            default:
                SubmitAnswer answer = await _client.SubmitAsync(Keyed("new", i, at));
                bool stood = answer.Status == SubmitStatus.Replaced;
                return Of(answer.Id, !stood ? ChangeAnswer.NotFound : answer.Running ? ChangeAnswer.TooLate : ChangeAnswer.Applied, newRuns: true);
        }
    }

    private static Answer Of(JobId id, ChangeAnswer what, bool newRuns) => new(id, what, OldRuns: what != ChangeAnswer.Applied, newRuns);

    private sealed record Answer(JobId Id, ChangeAnswer What, bool OldRuns, bool NewRuns);
}
