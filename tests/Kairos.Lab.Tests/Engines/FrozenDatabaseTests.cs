using Kairos.Jobs;
using Kairos.Lab.Databases;
using Kairos.Lab.History;
using Kairos.Lab.History.Recording;
using Kairos.Nodes;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Lab.Tests.Engines;

/// <summary>All processes of the server stand still, and go on: connections stay, and whatever was sent is carried out later.</summary>
public sealed class FrozenDatabaseTests(ITestOutputHelper output) : IDisposable
{
    // Less than it stands still: calls are given up, and are carried out all the same when it goes on.
    private static readonly TimeSpan s_answerWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_still = TimeSpan.FromSeconds(8);
    // Four and a half seconds from the last beat, and half of one for what had started.
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-history-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_database_that_stands_still_costs_lateness_and_nothing_else()
    {
        await using PrivatePostgres server = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), CancellationToken.None);
        using (HistoryWriter driver = Writer("driver"))
        using (HistoryWriter sink = Writer("sink"))
        {
            await using (RecordedNode one = await StartAsync(server, "one", sink))
            await using (RecordedNode other = await StartAsync(server, "other", sink))
            {
                await SubmitAsync(one.Jobs, new CallRecorder(driver, "one"));
                await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
                driver.Write(new FaultBegan { Fault = "still", Name = "database frozen", Target = "database" });
                server.Freeze();
                try
                {
                    Instant due = Now();
                    JobRequest late = Request("plain", due, due);
                    Task submit = new CallRecorder(driver, "other").SubmitAsync(late, new DuePlan(due), false, () => other.Jobs.SubmitAsync(late).AsTask());
                    _ = await Should.ThrowAsync<StoreUnavailableException>(submit.WaitAsync(s_still, TimeProvider.System));
                    await Task.Delay(s_still - s_answerWithin, TimeProvider.System);
                }
                finally
                {
                    server.Thaw();
                }

                driver.Write(new FaultEnded { Fault = "still" });
                await UntilDoneAsync(one.Jobs);
                await other.StopAsync();
                await one.StopAsync();
            }

            await FinalReader.ReadAsync(server.ConnectionString, driver, CancellationToken.None);
        }

        IReadOnlyList<HistoryEvent> history = HistoryReader.Read(Directory.GetFiles(_folder));
        Verdict verdict = HistoryChecker.Check(history, new HistoryCheckOptions { Bound = TimeSpan.FromSeconds(2) });

        output.WriteLine(verdict.ToJson());
        verdict.Violations.ShouldBeEmpty();
        history.OfType<TakeOverSeen>().ShouldBeEmpty();
        history.OfType<EffectSeen>().GroupBy(static e => (e.Job, e.Due)).Where(static e => e.Count() > 1).ShouldBeEmpty();
        history.OfType<EffectSeen>().Count().ShouldBeGreaterThanOrEqualTo(Jobs);
        long lapsed = history.OfType<FaultBegan>().Single().Mono + (long)s_lease.TotalMicroseconds;
        history.OfType<EffectSeen>().Where(e => e.Mono > lapsed && e.Mono < history.OfType<FaultEnded>().Single().Mono).ShouldBeEmpty("without a lease nothing starts");
    }

    private const int Jobs = 300;

    // Before, while and after it stands still.
    private static async Task SubmitAsync(JobClient jobs, CallRecorder calls)
    {
        Instant begin = Now();
        for (int i = 0; i < Jobs; i++)
        {
            Instant due = begin + TimeSpan.FromSeconds(0.5 + (i / 20d));
            bool gated = i % 3 == 0;
            JobRequest request = Request(gated ? "gated" : "plain", due, due + TimeSpan.FromSeconds(1));
            _ = await calls.SubmitAsync(request, new DuePlan(due), gated, () => jobs.SubmitAsync(request).AsTask());
        }
    }

    private static JobRequest Request(string kind, Instant due, Instant gate) =>
        JobRequest.Of(kind, "lab", new Load(gate.Micros, 5), LoadJson.Default.Load) with { Trigger = Trigger.At(due.ToDateTimeOffset()) };

    private static async Task UntilDoneAsync(JobClient jobs)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (await LeftAsync(jobs) != 0)
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(s_patience);
            await Task.Delay(TimeSpan.FromSeconds(0.2), TimeProvider.System);
        }
    }

    private static async Task<long> LeftAsync(JobClient jobs)
    {
        try
        {
            return (await jobs.CountAsync()).Values.Sum();
        }
        catch (StoreUnavailableException)
        {
            return -1;
        }
    }

    private Task<RecordedNode> StartAsync(PrivatePostgres server, string name, HistoryWriter sink) => RecordedNode.StartAsync(
        server.ConnectionString, Path.Combine(_folder, name), sink, static (store, recorder) => recorder.Over(store), new NodeOptions(), s_answerWithin);

    private static Instant Now() => Instant.From(TimeProvider.System.GetUtcNow());

    private HistoryWriter Writer(string name) => new(Path.Combine(_folder, name), name, Now, TimeProvider.System);
}
