using Kairos.Jobs;
using Kairos.Lab.History;

namespace Kairos.Lab.Tests.History.Mutations;

/// <summary>A history of kept promises that is about to be falsified.</summary>
internal sealed class Draft(List<HistoryEvent> events, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>The counts of the final read are left as they were.</summary>
    public bool Torn { get; set; }

    /// <summary>Any job of a kind.</summary>
    public JobId Job(string kind)
    {
        JobId[] jobs = [.. events.OfType<FinalRun>().Where(r => r.Kind == kind).Select(r => r.Job)
            .Concat(events.OfType<FinalJob>().Where(j => j.Kind == kind).Select(j => j.Job)).Distinct()];
        return jobs[_random.Next(jobs.Length)];
    }

    /// <summary>All events of this type, of one job.</summary>
    public List<T> Of<T>(JobId job)
        where T : HistoryEvent => [.. events.OfType<T>().Where(e => JobOf(e) == job)];

    /// <summary>The first, or the one of this number.</summary>
    public T One<T>(JobId job, int number = 0)
        where T : HistoryEvent => Of<T>(job)[number];

    /// <summary>One from the middle.</summary>
    public T Middle<T>(JobId job)
        where T : HistoryEvent => Of<T>(job) is var all ? all[all.Count / 2] : throw new InvalidOperationException();

    public SubmitAnswered Answer(SubmitAsked asked) => events.OfType<SubmitAnswered>().First(a => a.Op == asked.Op);

    public ChangeAnswered Answer(ChangeAsked asked) => events.OfType<ChangeAnswered>().First(a => a.Op == asked.Op);

    /// <summary>The calls that led to a job, in their order.</summary>
    public List<SubmitAsked> Submits(JobId job)
    {
        HashSet<string> ops = [.. events.OfType<SubmitAnswered>().Where(a => a.Job == job).Select(a => a.Op)];
        return [.. events.OfType<SubmitAsked>().Where(s => ops.Contains(s.Op))];
    }

    public void Drop(params IEnumerable<HistoryEvent> gone)
    {
        HashSet<HistoryEvent> all = new(gone, ReferenceEqualityComparer.Instance);
        all.ShouldNotBeEmpty();
        events.RemoveAll(all.Contains);
    }

    public void Drop<T>(Func<T, bool> which)
        where T : HistoryEvent => Drop([.. events.OfType<T>().Where(which)]);

    public void Swap(HistoryEvent old, HistoryEvent other)
    {
        int at = events.FindIndex(e => ReferenceEquals(e, old));
        at.ShouldBeGreaterThanOrEqualTo(0);
        events[at] = other;
    }

    public void Add(params ReadOnlySpan<HistoryEvent> more) => events.AddRange(more);

    public List<HistoryEvent> Finish()
    {
        int at = events.FindIndex(e => e is FinalRead);
        if (at >= 0 && !Torn)
        {
            events[at] = (FinalRead)events[at] with { Jobs = events.OfType<FinalJob>().Count(), Runs = events.OfType<FinalRun>().Count() };
        }

        return [.. events.OrderBy(e => e.Mono)];
    }

    private static JobId? JobOf(HistoryEvent e) => e switch
    {
        ArmSeen x => x.Job,
        StartSeen x => x.Job,
        GateSeen x => x.Job,
        EffectSeen x => x.Job,
        CompleteAsked x => x.Job,
        CompleteAnswered x => x.Job,
        SkipSeen x => x.Job,
        ChangeAsked x => x.Job,
        FinalJob x => x.Job,
        FinalRun x => x.Job,
        _ => null,
    };
}

/// <summary>One way to break a promise, and what it is to be blamed as.</summary>
internal sealed record Mutation(string Name, ViolationKind Kind, Action<Draft> Apply);
