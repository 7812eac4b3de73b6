using System.Collections.Concurrent;
using System.Globalization;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Triggers;

namespace Kairos.Tests.Engine;

public sealed class CancelStressTests
{
    private const int Jobs = 2_000;

    private readonly ConcurrentDictionary<JobId, ChangeAnswer> _answers = new();
    private readonly ConcurrentDictionary<JobId, int> _starts = new();
    private readonly ConcurrentDictionary<JobId, TaskCompletionSource> _ends = new();
    private readonly ConcurrentQueue<Task> _cancels = new();
    private readonly JobId[] _ids = new JobId[Jobs];

    [Fact]
    public async Task No_job_that_was_cancelled_as_applied_starts_and_every_other_starts_once()
    {
        JobClient client = null!;
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            k.Greets(async (g, c, _) =>
            {
                _starts.AddOrUpdate(c.Job, 1, static (_, n) => n + 1);
                int number = int.Parse(g.Text, CultureInfo.InvariantCulture);
                CancelNeighbours(client, number);
                if (number % 50 == 1)
                {
                    // While it runs for sure.
                    await CancelAsync(client, c.Job);
                }

                return Outcome.Success;
            });
        });
        client = host.Jobs;
        using IDisposable listening = host.Engine.Events.Listen(e =>
        {
            if (e is RunCommitted committed)
            {
                EndOf(committed.Run.Job).TrySetResult();
            }
        });

        DateTimeOffset first = host.Time.GetUtcNow().AddMilliseconds(500);
        IReadOnlyList<SubmitAnswer> submitted = await host.Jobs.SubmitAllAsync(
            [.. Enumerable.Range(0, Jobs).Select(i => Greet.At(first.AddMicroseconds(500 * i), i.ToString(CultureInfo.InvariantCulture)))]);
        submitted.Select(s => s.Id).ToArray().CopyTo(_ids, 0);

        // Some before the first starts, whether they are armed yet or not.
        for (int i = Jobs - 1; i >= 0; i -= 7)
        {
            await CancelAsync(client, _ids[i]);
        }

        // The others race with the starts, which wait for nobody.
        for (int i = 0; i < Jobs; i++)
        {
            host.Time.AdvanceTo(first.AddMicroseconds(500 * i));
        }

        await Task.WhenAll(_ids.Select(id => EndOf(id).Task)).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (_cancels.TryDequeue(out Task? cancel))
        {
            await cancel;
        }

        host.NoneShouldBeEarly();
        foreach (JobId id in _ids)
        {
            _starts.GetValueOrDefault(id).ShouldBe(IsApplied(id) ? 0 : 1);
        }

        _ids.Count(IsApplied).ShouldBeGreaterThanOrEqualTo(Jobs / 7);
        _ids.Count(id => _answers.GetValueOrDefault(id, ChangeAnswer.NotFound) == ChangeAnswer.TooLate).ShouldBeGreaterThan(0);
        (await host.Jobs.ListAsync(new())).ShouldBeEmpty();
    }

    private bool IsApplied(JobId id) => _answers.GetValueOrDefault(id, ChangeAnswer.NotFound) == ChangeAnswer.Applied;

    private TaskCompletionSource EndOf(JobId id) => _ends.GetOrAdd(id, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    // Each start cancels itself and its neighbours in time, so that cancels and starts meet.
    private void CancelNeighbours(JobClient client, int number)
    {
        foreach (int neighbour in (ReadOnlySpan<int>)[number, number + 1, number + 2])
        {
            if (neighbour % 3 != 0 && neighbour < Jobs && _ids[neighbour] != default)
            {
                JobId id = _ids[neighbour];
                _cancels.Enqueue(Task.Run(() => CancelAsync(client, id)));
            }
        }
    }

    private async Task CancelAsync(JobClient client, JobId id)
    {
        ChangeAnswer answer = await client.CancelAsync("ann", id);
        _answers.AddOrUpdate(id, answer, (_, before) => before == ChangeAnswer.NotFound ? answer : before);
        if (answer == ChangeAnswer.Applied)
        {
            EndOf(id).TrySetResult();
        }
    }
}
