using Kairos.Dispatch;
using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Tests.Engine;

public sealed class EndedQueueTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static Finished Ended(int number) => new(null!, Outcome.Success, new Instant(number));

    [Fact]
    public async Task What_is_added_by_many_is_taken_once_by_two_readers()
    {
        EndedQueue queue = new();
        Task<List<long>>[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            List<long> taken = [];
            while (await queue.WaitAsync())
            {
                while (queue.TryTake(out Finished? finished))
                {
                    taken.Add(finished.Ended.Micros);
                }
            }

            return taken;
        }))];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                queue.Add(Ended((t * 20_000) + i));
            }
        })));
        queue.Close();

        List<long>[] all = await Task.WhenAll(readers).WaitAsync(s_patience, TimeProvider.System);
        all.SelectMany(n => n).Order().ShouldBe(Enumerable.Range(0, 80_000).Select(n => (long)n));
    }

    [Fact]
    public async Task While_one_reader_is_busy_for_ever_the_other_takes_whatever_comes()
    {
        for (int round = 0; round < 300; round++)
        {
            EndedQueue queue = new();
            Latch busy = new();
            TaskCompletionSource second = new(TaskCreationOptions.RunContinuationsAsynchronously);
            int taken = 0;
            Task[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
            {
                while (await queue.WaitAsync())
                {
                    if (!queue.TryTake(out Finished? _))
                    {
                        continue;
                    }

                    if (Interlocked.Increment(ref taken) == 1)
                    {
                        await busy.PassAsync();
                    }
                    else
                    {
                        second.SetResult();
                    }
                }
            }))];
            queue.Add(Ended(1));
            await busy.Reached;
            queue.Add(Ended(2));
            await second.Task.WaitAsync(s_patience, TimeProvider.System);
            busy.Open();
            queue.Close();
            await Task.WhenAll(readers).WaitAsync(s_patience, TimeProvider.System);
        }
    }

    [Fact]
    public async Task What_is_there_when_it_is_closed_can_still_be_taken()
    {
        EndedQueue queue = new();
        queue.Add(Ended(1));
        queue.Close();
        (await queue.WaitAsync()).ShouldBeTrue();
        queue.TryTake(out _).ShouldBeTrue();
        (await queue.WaitAsync()).ShouldBeFalse();
    }
}
