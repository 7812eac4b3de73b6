using Kairos.Jobs;
using Kairos.Lab.History;
using Kairos.Time;

namespace Kairos.Lab.Tests.History;

public sealed class HistoryFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-history-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_with_the_operating_system_at_once_and_reads_back_the_same_in_the_order_of_its_stamps()
    {
        List<HistoryEvent> events = [.. HistoryMaker.Make(7)];
        events.Select(e => e.GetType()).Distinct().Count().ShouldBe(typeof(HistoryEvent).Assembly.GetTypes().Count(t => t.IsSubclassOf(typeof(HistoryEvent))), "an event is missing in the maker");
        using HistoryWriter one = Writer("one");
        using HistoryWriter other = Writer("other");
        for (int i = 0; i < events.Count; i++)
        {
            (i % 3 == 0 ? one : other).Write(events[i]);
        }

        IReadOnlyList<HistoryEvent> read = HistoryReader.Read(Directory.GetFiles(_folder));

        read.Select(e => e.Mono).ShouldBeInOrder();
        read.Where(e => e.Node == "one").Select(e => e.Seq).ShouldBe(Enumerable.Range(1, (events.Count + 2) / 3).Select(i => (long)i));
        read.ShouldAllBe(e => e.At == new Instant(42));
        read.Select(Unstamped).ShouldBe(events.Select(Unstamped), ignoreOrder: true);
    }

    [Fact]
    public void A_line_that_was_torn_by_a_kill_is_left_out()
    {
        using (HistoryWriter writer = Writer("one"))
        {
            writer.Write(new FinalRead { Jobs = 1, Runs = 2 });
            writer.Write(new TakeOverSeen { Dead = "two", AskedMono = 1 });
        }

        string file = Path.Combine(_folder, "one");
        byte[] whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, whole[..^5]);
        HistoryReader.Read([file]).ShouldHaveSingleItem().ShouldBeOfType<FinalRead>().Runs.ShouldBe(2);
    }

    [Theory]
    [InlineData("{\"event\":\"no such thing\"}")]
    [InlineData("{\"event\":\"arm\",\"job\":\"too short\"}")]
    [InlineData("null")]
    [InlineData("half a li")]
    public void A_line_that_is_no_event_is_refused_with_its_place(string line)
    {
        string file = Path.Combine(_folder, "one");
        File.WriteAllText(file, $"{line}\n");
        Should.Throw<InvalidDataException>(() => HistoryReader.Read([file])).Message.ShouldContain($"{file}, line 1");
    }

    [Fact]
    public void A_second_life_does_not_write_into_the_file_of_the_first()
    {
        Writer("one").Dispose();
        Should.Throw<IOException>(() => Writer("one"));
    }

    [Fact]
    public void A_verdict_is_one_line_that_programs_can_read()
    {
        string json = HistoryChecker.Check(HistoryMaker.Make(7), new HistoryCheckOptions()).ToJson();
        json.ShouldNotContain("\n");
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(json);
        document.RootElement.GetProperty("ok").GetBoolean().ShouldBeTrue();
        document.RootElement.GetProperty("faults").GetProperty("kill").GetInt32().ShouldBe(1);
        document.RootElement.GetProperty("latenessMs").GetProperty("p99").GetDouble().ShouldBeGreaterThan(0);
        foreach (string name in (ReadOnlySpan<string>)["lost", "phantom", "duplicateCommits", "early", "fenceViolations", "gatedRestarts", "keyViolations", "startsAfterApplied", "lateHealthy", "unrecorded", "incomplete"])
        {
            document.RootElement.GetProperty(name).GetInt64().ShouldBe(0);
        }
    }

    [Fact]
    public void A_hundred_thousand_occurrences_of_one_job_are_judged_in_one_go()
    {
        const int occurrences = 100_000;
        const long period = 1_000;
        JobId job = new(Guid.NewGuid());
        List<HistoryEvent> events =
        [
            new SubmitAsked { Op = "1", Owner = "lab", Kind = "every", Plan = new DuePlan(new Instant(period), period) },
            new SubmitAnswered { Op = "1", Result = SubmitResult.Created, Job = job },
        ];
        for (int i = 1; i <= occurrences; i++)
        {
            (Instant due, long mono) = (new Instant(i * period), i * period);
            events.Add(new ArmSeen { Job = job, Due = due, Planned = due, Fence = 2 * i, AskedMono = mono - 20, Mono = mono - 10, Node = "n" });
            events.Add(new StartSeen { Job = job, Due = due, Planned = due, Attempt = 1, Fence = 2 * i, StoreNow = due, Mono = mono, At = due, Node = "n" });
            events.Add(new CompleteAsked { Job = job, Due = due, Attempt = 1, Fence = 2 * i, Outcome = OutcomeCode.Succeeded, Mono = mono + 10, At = due, Node = "n" });
            events.Add(new CompleteAnswered { Job = job, Due = due, Fence = 2 * i, Outcome = OutcomeCode.Succeeded, Result = CompleteResult.Committed, Mono = mono + 20, At = due, Node = "n" });
        }

        long end = (occurrences + 1) * period;
        for (int i = 1; i <= occurrences; i++)
        {
            Instant due = new(i * period);
            events.Add(new FinalRun { Job = job, Owner = "lab", Kind = "every", Due = due, Attempt = 1, Fence = 2 * i, Planned = due, Started = due, Ended = due, Outcome = OutcomeCode.Succeeded, Mono = end, At = new Instant(end) });
        }

        events.Add(new FinalJob { Job = job, Owner = "lab", Kind = "every", State = JobState.Waiting, Due = new Instant(end), Planned = new Instant(end), Fence = 2 * occurrences, Mono = end });
        events.Add(new FinalRead { Jobs = 1, Runs = occurrences, Mono = end, At = new Instant(end) });

        Verdict verdict = HistoryChecker.Check(events, new HistoryCheckOptions());

        verdict.Violations.ShouldBeEmpty();
        verdict.Occurrences.ShouldBe(occurrences);
    }

    private static HistoryEvent Unstamped(HistoryEvent e) => e with { At = default, Mono = 0, Node = "", Seq = 0 };

    private HistoryWriter Writer(string node) => new(Path.Combine(_folder, node), node, () => new Instant(42), TimeProvider.System);
}
