using System.Collections.Concurrent;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>All verbs at once over few jobs, on several nodes, one of which dies again and again.</summary>
public sealed class StressTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    private const int Workers = 8;
    private const int Jobs = 50;
    private const int Steps = 400;

    private readonly ConcurrentBag<ArmedRow> _armed = [];
    private readonly ConcurrentBag<Completion> _committed = [];
    private readonly ConcurrentBag<JobId> _submitted = [];
    private readonly ConcurrentBag<JobId> _cancelled = [];

    [Fact]
    public async Task Whatever_happens_at_one_moment_no_fence_is_given_twice_no_end_is_doubled_and_no_job_is_lost()
    {
        PostgreSqlStore[] stores = [Own, await Pg.OpenOtherAsync(T0), await Pg.OpenOtherAsync(T0)];
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(seed => Task.Run(() => new Worker(this, stores, seed).RunAsync())));

        Own.ShouldNotBeNull();
        _armed.GroupBy(row => (row.Id, row.Fence)).ShouldAllBe(holds => holds.Count() == 1);
        _committed.GroupBy(end => (end.Run.Job, end.Run.Fence)).ShouldAllBe(ends => ends.Count() == 1);

        // A fence is behind one attempt at most, and an occurrence has one end at most under one plan of it.
        Pg.Query("select job, fence from kairos.run where outcome <> 5 and started is not null group by job, fence having count(*) > 1").ShouldBeEmpty();
        Pg.Query("select job from kairos.run r join kairos.job j on j.id = r.job where r.fence > j.fence").ShouldBeEmpty();
        HashSet<string> recorded = [.. Pg.Query("select distinct job || ' ' || fence from kairos.run where started is not null")];
        _committed.Select(end => $"{end.Run.Job.Value} {end.Run.Fence}").Where(end => !recorded.Contains(end)).ShouldBeEmpty();

        // Whatever was submitted is there, or its end is in the record.
        HashSet<string> known = [.. Pg.Query("select id::text from kairos.job union select job::text from kairos.run")];
        _submitted.Select(id => id.Value.ToString()).Where(id => !known.Contains(id)).ShouldBeEmpty();
        HashSet<string> live = [.. Pg.Query("select id::text from kairos.job")];
        _cancelled.Select(id => id.Value.ToString()).Where(live.Contains).ShouldBeEmpty();
        _armed.Count.ShouldBeGreaterThan(200);
        _committed.Count.ShouldBeGreaterThan(50);
        Home.CheckIntegrity();
    }

    private sealed class Worker(StressTests test, PostgreSqlStore[] stores, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<(PostgreSqlStore Store, ArmedRow Row)> _held = [];

        private PostgreSqlStore Any => stores[_random.Next(stores.Length)];

        public async Task RunAsync()
        {
            for (int step = 0; step < Steps; step++)
            {
                await (_random.Next(12) switch
                {
                    0 or 1 => SubmitAsync(),
                    2 or 3 => ArmAsync(),
                    4 or 5 => CompleteAsync(),
                    6 => GiveBackAsync(),
                    7 => ChangeAsync(),
                    8 => ChangeHeldAsync(),
                    9 => RunNowOrResumeAsync(),
                    10 => MarkAsync(),
                    _ => step % 5 == 0 ? TakeOverAsync() : ArmAsync(),
                });
            }
        }

        private async Task SubmitAsync()
        {
            string key = $"key {_random.Next(Jobs)}";
            NewJob job = (_random.Next(2) == 0 ? Repeating(key, After(_random.Next(10))) : Job(key, After(_random.Next(10)))) with
            {
                Conflict = (KeyConflict)_random.Next(3),
            };
            SubmitAnswer answer = await Any.SubmitAsync(job, T0, None);
            if (answer.Status == SubmitStatus.Created)
            {
                test._submitted.Add(job.Id);
            }
        }

        private async Task ArmAsync()
        {
            PostgreSqlStore store = Any;
            foreach (ArmedRow row in await store.ArmAsync(Instant.Min, Instant.Max, 1 + _random.Next(5), None))
            {
                test._armed.Add(row);
                _held.Add((store, row));
            }
        }

        private async Task CompleteAsync()
        {
            (PostgreSqlStore, ArmedRow Row)[] held = [.. _held.Take(3)];
            _held.RemoveRange(0, held.Length);
            Completion[] ends = [.. held.Select(h => End(h.Row))];
            IReadOnlyList<CompletionAnswer> answers = await Any.CompleteAsync(ends, T0, None);
            for (int i = 0; i < ends.Length; i++)
            {
                if (answers[i] == CompletionAnswer.Committed)
                {
                    test._committed.Add(ends[i]);
                }
            }
        }

        private Completion End(ArmedRow row) => _random.Next(4) switch
        {
            0 => Ended(row),
            1 => Ended(row, OutcomeCode.Retry, Again(row)),
            2 => Ended(row, next: NextDue(row)) with { FollowUps = [Job($"key {_random.Next(Jobs)}") with { Conflict = KeyConflict.Keep }] },
            _ => Ended(row, next: NextDue(row)),
        };

        private async Task GiveBackAsync()
        {
            if (TryTake(out PostgreSqlStore store, out ArmedRow row))
            {
                await (_random.Next(3) == 0 ? store.ParkAsync([HoldOf(row)], "for a while", None) : store.ReleaseAsync([HoldOf(row)], None));
                _ = await store.UnparkAsync([Kind], None);
            }
        }

        private async Task ChangeAsync()
        {
            if (await Any.FindByKeyAsync(Owner, Kind, $"key {_random.Next(Jobs)}", None) is { } job)
            {
                await ChangeAsync(job.Id, _random.Next(2) == 0 ? Grip.None : Grip.Unseen);
            }
        }

        private async Task ChangeHeldAsync()
        {
            if (TryTake(out _, out ArmedRow row))
            {
                await ChangeAsync(row.Id, Grip.Withdrawn(row.Fence));
            }
        }

        private async Task ChangeAsync(JobId id, Grip grip)
        {
            switch (_random.Next(3))
            {
                case 0:
                    if (await Any.CancelAsync(Owner, id, grip, T0, None) == ChangeAnswer.Applied)
                    {
                        test._cancelled.Add(id);
                    }

                    break;
                case 1:
                    _ = await Any.PauseAsync(Owner, id, grip, None);
                    break;
                default:
                    JobChange change = new() { Priority = _random.Next(5), Plan = _random.Next(2) == 0 ? new NewPlan(After(_random.Next(20)), After(20), null) : null };
                    _ = await Any.EditAsync(Owner, id, change, grip, None);
                    break;
            }
        }

        private async Task RunNowOrResumeAsync()
        {
            if (await Any.FindByKeyAsync(Owner, Kind, $"key {_random.Next(Jobs)}", None) is { } job)
            {
                _ = job.State == JobState.Paused
                    ? await Any.ResumeAsync(Owner, job.Id, new ResumePlan { Version = job.Version, Due = job.Due }, None)
                    : await Any.RunNowAsync(Owner, job.Id, Grip.None, After(_random.Next(30)), None);
            }
        }

        private async Task MarkAsync()
        {
            if (_held.Count > 0)
            {
                (PostgreSqlStore store, ArmedRow row) = _held[^1];
                _ = await store.MarkAsync([new Mark(HoldOf(row), (MarkKind)(1 + _random.Next(2)), T0)], None);
            }
        }

        private async Task TakeOverAsync()
        {
            int node = test.Pg.NodeOf(stores[2]);
            if ((await Any.ListNodesAsync(T0, None)).FirstOrDefault(n => n.Node == node) is { } dead && await stores[0].TryTakeOverAsync(node, dead.Beat, None))
            {
                // It comes back at once, under another number.
                await test.Pg.JoinAsync(stores[2], T0);
            }

            _ = await stores[_random.Next(2)].SettleAsync(T0, default, 20, None);
        }

        private bool TryTake(out PostgreSqlStore store, out ArmedRow row)
        {
            if (_held.Count == 0)
            {
                (store, row) = (null!, null!);
                return false;
            }

            (store, row) = _held[^1];
            _held.RemoveAt(_held.Count - 1);
            return true;
        }
    }
}
