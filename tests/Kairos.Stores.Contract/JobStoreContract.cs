using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Stores.Contract;

/// <summary>What every store has to keep; one abstract class a theme, one sealed subclass of each a store.</summary>
/// <remarks>No clock is read: instants are given.</remarks>
public abstract class JobStoreContract : IAsyncLifetime
{
    protected const string Owner = "ada";
    protected const string Kind = "mail.send";

    /// <summary>When the store is opened, and when jobs are due unless said otherwise.</summary>
    protected static readonly Instant T0 = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    protected static CancellationToken None => CancellationToken.None;

    protected StoreHome Home { get; private set; } = null!;

    protected IJobStore Store { get; set; } = null!;

    protected abstract StoreHome CreateHome();

    public async ValueTask InitializeAsync()
    {
        Home = CreateHome();
        await Home.PrepareAsync();
        Store = Home.NewStore();
        _ = await Home.OpenAsync(Store, T0);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Home.CheckIntegrity();
        await Home.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static Instant After(double seconds) => T0 + TimeSpan.FromSeconds(seconds);

    protected static JobId NewId(string owner = Owner) => JobId.New(owner, T0.ToDateTimeOffset());

    protected static NewJob Job(string? key = null, Instant? at = null, string owner = Owner, string kind = Kind) => new()
    {
        Id = NewId(owner),
        Owner = owner,
        Kind = kind,
        Key = key,
        Due = at ?? T0,
        At = at ?? T0,
        Payload = "{}"u8.ToArray(),
    };

    protected static NewJob Repeating(string? key = null, Instant? at = null) =>
        Job(key, at) with { Trigger = """{"every":"00:00:10","anchor":"2026-11-20T12:00:00Z"}""" };

    protected async Task<NewJob> SubmittedAsync(NewJob job)
    {
        SubmitAnswer answer = await Store.SubmitAsync(job, T0, None);
        answer.ShouldBe(new SubmitAnswer(SubmitStatus.Created, job.Id));
        return job;
    }

    protected Task<SubmitAnswer> ReplaceAsync(NewJob by) =>
        Store.SubmitAsync(by with { Id = NewId(), Conflict = KeyConflict.Replace }, T0, None).AsTask();

    /// <summary>Claims all there is before the end of time.</summary>
    protected ValueTask<IReadOnlyList<ArmedRow>> ArmAllAsync(int limit = 1_000) => Store.ArmAsync(Instant.Min, Instant.Max, limit, None);

    protected async Task<ArmedRow> ArmOneAsync() => (await ArmAllAsync()).ShouldHaveSingleItem();

    protected async Task<ArmedRow> ArmedAsync(NewJob job)
    {
        _ = await SubmittedAsync(job);
        return (await ArmAllAsync()).Single(row => row.Id == job.Id);
    }

    /// <summary>Takes over what this process holds, as if its memory lacked it.</summary>
    protected async Task<ArmedRow> AdoptOneAsync() => (await Store.AdoptAsync(await Store.HeldAsync(None), None)).ShouldHaveSingleItem();

    protected static Hold HoldOf(ArmedRow row) => new(row.Id, row.Fence);

    protected static Completion Ended(ArmedRow row, OutcomeCode outcome = OutcomeCode.Succeeded, NextStart? next = null) => new()
    {
        Version = row.Version,
        Place = row.Place,
        Next = next,
        Run = new RunView
        {
            Job = row.Id,
            Due = row.Due,
            Attempt = row.Attempt + 1,
            Fence = row.Fence,
            At = row.At,
            Started = row.At,
            Ended = row.At + TimeSpan.FromMilliseconds(5),
            Outcome = outcome,
            Owner = row.Owner,
            Kind = row.Kind,
            Key = row.Key,
        },
    };

    protected static NextStart NextDue(ArmedRow row) => new(row.Due + TimeSpan.FromSeconds(10), row.At + TimeSpan.FromSeconds(10), 0);

    protected static NextStart Again(ArmedRow row) => new(row.Due, row.At + TimeSpan.FromSeconds(2), row.Attempt + 1, "again");

    protected async Task<CompletionAnswer> CompleteAsync(Completion completion) =>
        (await Store.CompleteAsync([completion], T0, None)).ShouldHaveSingleItem();

    /// <summary>Cancels a job that runs.</summary>
    protected async Task EndAfterRunAsync(ArmedRow row) =>
        (await Store.CancelAsync(Owner, row.Id, Grip.Started(row.Fence), T0, None)).ShouldBe(ChangeAnswer.TooLate);

    protected Task<JobView?> FindAsync(JobId id, string owner = Owner) => Store.FindAsync(owner, id, None).AsTask();

    protected async Task<JobView> StandingAsync(JobId id) => (await FindAsync(id)).ShouldNotBeNull();

    /// <summary>The runs of a job, oldest attempt first.</summary>
    protected async Task<IReadOnlyList<RunView>> RunsAsync(JobId job) =>
    [
        .. (await Store.ListRunsAsync(new RunFilter { Job = job, Limit = 1_000 }, None)).OrderBy(run => run.Due).ThenBy(run => run.Attempt),
    ];

    /// <summary>Ends the process that owns the store and opens the next one over what it left.</summary>
    protected async Task<TakeOver> CrashAsync(Instant now)
    {
        (Store, TakeOver found) = await Home.CrashAsync(Store, now);
        return found;
    }
}
