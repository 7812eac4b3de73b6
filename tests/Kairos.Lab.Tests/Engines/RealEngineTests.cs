using Kairos.Jobs;
using Kairos.Lab.Databases;
using Kairos.Lab.History;
using Kairos.Lab.History.Recording;
using Kairos.Lab.Network;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Lab.Tests.Engines;

/// <summary>Real engines are what the judge is for: it must not accuse them of what is within their promises.</summary>
public sealed class RealEngineTests(DatabaseYard yard, ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan s_load = TimeSpan.FromSeconds(14);
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-history-").FullName;
    private readonly Random _random = new(4711);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_nodes_one_of_which_loses_its_network_keep_every_promise()
    {
        await using YardDatabase database = await yard.CreateDatabaseAsync(CancellationToken.None);
        await using PgProxy proxy = PgProxy.Start((await yard.ServerAsync()).Port);
        using (HistoryWriter driver = Writer("driver"))
        using (HistoryWriter sink = Writer("sink"))
        {
            await using (RecordedNode steady = await RecordedNode.StartAsync(database.ConnectionString, File("steady"), sink))
            await using (RecordedNode shaken = await RecordedNode.StartAsync(proxy.Through(database.ConnectionString), File("shaken"), sink))
            {
                Task faults = ShakeAsync(proxy, driver);
                await CallAsync(steady.Jobs, new CallRecorder(driver, "steady"));
                await faults;
                await UntilDoneAsync(steady.Jobs);
                await shaken.StopAsync();
                await steady.StopAsync();
            }

            await FinalReader.ReadAsync(database.ConnectionString, driver, CancellationToken.None);
        }

        IReadOnlyList<HistoryEvent> history = HistoryReader.Read(Directory.GetFiles(_folder));
        Verdict verdict = HistoryChecker.Check(history, new HistoryCheckOptions());

        output.WriteLine(verdict.ToJson());
        output.WriteLine(string.Join(", ", history.GroupBy(e => e.GetType().Name).Select(g => $"{g.Key} {g.Count()}")));
        output.WriteLine(string.Join(", ", history.OfType<CompleteAnswered>().GroupBy(e => e.Result).Select(g => $"{g.Key} {g.Count()}")
            .Concat(history.OfType<ChangeAnswered>().GroupBy(e => e.Result).Select(g => $"{g.Key} {g.Count()}"))
            .Concat(history.OfType<FinalRun>().GroupBy(e => e.Outcome).Select(g => $"{g.Key} {g.Count()}"))));
        verdict.Violations.ShouldBeEmpty();
        history.OfType<TakeOverSeen>().ShouldHaveSingleItem("the network was not away for long enough");
        verdict.Occurrences.ShouldBeGreaterThan(100);
        verdict.Faults.Keys.ShouldBe(["black hole", "commit unanswered", "cut"]);
    }

    private static async Task ShakeAsync(PgProxy proxy, HistoryWriter driver)
    {
        for (int i = 0; i < 3; i++)
        {
            await PauseAsync(0.7);
            driver.Write(new FaultBegan { Fault = $"drop{i}", Name = "commit unanswered", Target = "shaken" });
            await proxy.DropNextAnswerAsync(Answers.OfCommit | Answers.OfWrite, sql => sql.Contains("kairos.job", StringComparison.Ordinal));
            driver.Write(new FaultEnded { Fault = $"drop{i}" });
        }

        driver.Write(new FaultBegan { Fault = "cut", Name = "cut", Target = "shaken" });
        proxy.CutAll();
        driver.Write(new FaultEnded { Fault = "cut" });
        await PauseAsync(0.5);

        // Long enough to be taken over, with work on its way and answers too.
        driver.Write(new FaultBegan { Fault = "hole", Name = "black hole", Target = "shaken" });
        proxy.Set(Way.Both, Passage.Swallowed);
        await PauseAsync(8);
        proxy.Clear();
        driver.Write(new FaultEnded { Fault = "hole" });
    }

    private static Task PauseAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);

    private static async Task UntilDoneAsync(JobClient jobs)
    {
        IReadOnlyDictionary<JobState, long> counts;
        do
        {
            await PauseAsync(0.2);
            counts = await jobs.CountAsync();
        }
        while (counts.Values.Sum() > 0);
    }

    /// <summary>Calls of all sorts over some seconds; at the end nothing is left but what will end by itself.</summary>
    private async Task CallAsync(JobClient jobs, CallRecorder calls)
    {
        Instant end = Now() + s_load;
        List<JobId> repeating = [];
        for (int i = 0; i < 6; i++)
        {
            Instant first = Now() + TimeSpan.FromMilliseconds(_random.Next(1000));
            repeating.Add(await SubmitAsync(jobs, calls, "every", Trigger.Every(TimeSpan.FromSeconds(1), first.ToDateTimeOffset()), new DuePlan(first, 1_000_000), new Load(0, i < 2 ? 1500 : 20)));
        }

        while (Now() < end)
        {
            await PauseAsync(0.05);
            Instant due = Now() + TimeSpan.FromMilliseconds(_random.Next(200, 8000));
            JobId job = await SubmitAsync(jobs, calls, "plain", Trigger.At(due.ToDateTimeOffset()), new DuePlan(due), new Load(0, _random.Next(200)));
            Instant gate = due + TimeSpan.FromSeconds(1);
            await SubmitAsync(jobs, calls, "gated", Trigger.At(due.ToDateTimeOffset()), new DuePlan(due), new Load(gate.Micros, 0));
            switch (_random.Next(4))
            {
                case 0:
                    await calls.ChangeAsync(job, ChangeKind.Cancel, null, null, () => jobs.CancelAsync("lab", job).AsTask());
                    break;
                case 1:
                    Instant other = due + TimeSpan.FromSeconds(1.5);
                    await calls.ChangeAsync(job, ChangeKind.Edit, new DuePlan(other), 2, () => jobs.EditAsync("lab", job, new JobEdit { Trigger = Trigger.At(other.ToDateTimeOffset()) }).AsTask());
                    break;
                default:
                    break;
            }

            JobId some = repeating[_random.Next(repeating.Count)];
            if (_random.Next(6) == 0)
            {
                await calls.ChangeAsync(some, ChangeKind.Pause, null, null, () => jobs.PauseAsync("lab", some).AsTask());
                await PauseAsync(0.3);
                await calls.ChangeAsync(some, ChangeKind.Resume, null, null, () => jobs.ResumeAsync("lab", some).AsTask());
            }
        }

        foreach (JobId job in repeating)
        {
            await calls.ChangeAsync(job, ChangeKind.Cancel, null, null, () => jobs.CancelAsync("lab", job).AsTask());
        }
    }

    private static async Task<JobId> SubmitAsync(JobClient jobs, CallRecorder calls, string kind, Trigger trigger, DuePlan plan, Load load)
    {
        JobRequest request = JobRequest.Of(kind, "lab", load, LoadJson.Default.Load) with { Trigger = trigger };
        return (await calls.SubmitAsync(request, plan, kind == "gated", () => jobs.SubmitAsync(request).AsTask())).Id;
    }

    private static Instant Now() => Instant.From(TimeProvider.System.GetUtcNow());

    private string File(string name) => Path.Combine(_folder, name);

    private HistoryWriter Writer(string name) => new(File(name), name, Now, TimeProvider.System);
}
