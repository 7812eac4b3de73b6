using Kairos.Dispatch;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Tests.Engine;

public sealed class EndedQueueTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static Finished Ended(int number, bool isOverdue = false) =>
        new(new Armed(Greet.Row(), null!, null!) { IsOverdue = isOverdue }, Outcome.Success, new Instant(number), IsAbandoned: false);

    private static List<long> Take(EndedQueue queue, int most)
    {
        List<Finished> batch = [];
        queue.TakeInto(batch, 3, most);
        return [.. batch.Select(f => f.Ended.Micros)];
    }

    [Fact]
    public void They_are_taken_in_the_order_in_which_they_ended()
    {
        EndedQueue queue = new(lines: 1);
        for (int i = 0; i < 5; i++)
        {
            queue.Add(Ended(i));
        }

        Take(queue, 2).ShouldBe([0, 1]);
        queue.Add(Ended(5));
        Take(queue, 10).ShouldBe([2, 3, 4, 5]);
        Take(queue, 10).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_timed_comes_first_and_takes_few_of_the_overdue_along()
    {
        EndedQueue queue = new(lines: 1);
        for (int i = 0; i < 12; i++)
        {
            queue.Add(Ended(i, isOverdue: i != 7));
        }

        Take(queue, 4).ShouldBe([7, 0, 1]);
        Take(queue, 4).ShouldBe([2, 3, 4, 5]);
        for (int i = 12; i < 17; i++)
        {
            queue.Add(Ended(i));
        }

        Take(queue, 4).ShouldBe([12, 13, 14, 15, 6]);
        Take(queue, 10).ShouldBe([16, 8, 9]);
        Take(queue, 10).ShouldBe([10, 11]);
    }

    [Fact]
    public void A_stream_of_timed_ends_that_fills_every_batch_takes_some_of_the_overdue_along()
    {
        EndedQueue queue = new(lines: 1);
        for (int i = 0; i < 4; i++)
        {
            queue.Add(Ended(-i, isOverdue: true));
        }

        int batches = 0;
        List<long> overdue = [];
        while (overdue.Count < 4)
        {
            (++batches).ShouldBeLessThan(10);
            for (int i = 1; i <= 20; i++)
            {
                queue.Add(Ended(i));
            }

            overdue.AddRange(Take(queue, 20).Skip(20));
        }

        overdue.ShouldBe([0, -1, -2, -3]);
    }

    [Fact]
    public void Who_waits_for_more_of_the_overdue_leaves_what_was_timed()
    {
        EndedQueue queue = new(lines: 1);
        for (int i = 0; i < 4; i++)
        {
            queue.Add(Ended(i, isOverdue: i != 1));
        }

        List<Finished> batch = [];
        queue.TakeOverdueInto(batch, 2);
        batch.Select(f => f.Ended.Micros).ShouldBe([0, 2]);
        Take(queue, 10).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task What_is_added_by_many_is_taken_once_by_two_readers()
    {
        EndedQueue queue = new();
        Task<List<long>>[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            List<long> taken = [];
            while (await queue.WaitAsync())
            {
                taken.AddRange(Take(queue, 500));
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
                    if (Take(queue, 1).Count == 0)
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
        Take(queue, 10).ShouldBe([1]);
        (await queue.WaitAsync()).ShouldBeFalse();
    }
}
