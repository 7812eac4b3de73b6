using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores;

/// <summary>What the engine asks of a store, in the engine's own verbs. What it acknowledges is durable.</summary>
/// <remarks>
/// Time is a parameter everywhere: a store has no clock of its own in any statement. A cancelled token gives up waiting
/// before the work has begun; a commit that is under way is never cancelled.
/// <see cref="StoreUnavailableException"/> means that nothing was written, unless its message says that it can't be told.
/// </remarks>
/// <threadsafety>All members may be called at once from any thread.</threadsafety>
public interface IJobStore : IAsyncDisposable
{
    /// <summary>One line for people: product, version, place.</summary>
    string Description { get; }

    /// <summary>Opens the store, brings its schema up to date, and settles what earlier processes left behind.</summary>
    /// <param name="now">Upper bound of the store's time: decides which held instants had passed.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <exception cref="StoreInUseException">Another process owns it.</exception>
    ValueTask<TakeOver> OpenAsync(Instant now, CancellationToken ct);

    /// <summary>Stores a job, decided by the unique indexes, together with whoever else submits at that time.</summary>
    ValueTask<SubmitAnswer> SubmitAsync(NewJob job, Instant now, CancellationToken ct);

    /// <summary>Stores many jobs in one transaction; the answers are in the order of the jobs.</summary>
    ValueTask<IReadOnlyList<SubmitAnswer>> SubmitAllAsync(IReadOnlyList<NewJob> jobs, Instant now, CancellationToken ct);

    /// <summary>Claims waiting jobs planned in [from, until), the earliest first, then by priority, then by age; each hold has a higher fence.</summary>
    ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(Instant from, Instant until, int limit, CancellationToken ct);

    /// <summary>Everything this process holds, as far as can be seen: a commit that is under way may end a hold yet.</summary>
    ValueTask<IReadOnlyList<Hold>> HeldAsync(CancellationToken ct);

    /// <summary>
    /// Claims anew, as they are now and under higher fences, what this process holds and has not begun: an arm's answer was
    /// lost, or that of whatever was to end the hold, which afterwards is refused.
    /// </summary>
    /// <returns>
    /// Those that are held anew, in no promised order. The others have ended, or a write whose end is not known has them at
    /// this moment: nobody waits for it, look again.
    /// </returns>
    ValueTask<IReadOnlyList<ArmedRow>> AdoptAsync(IReadOnlyList<Hold> holds, CancellationToken ct);

    /// <summary>Commits marks; the answer says for each whether the hold was still good.</summary>
    ValueTask<IReadOnlyList<bool>> MarkAsync(IReadOnlyList<Mark> marks, CancellationToken ct);

    /// <summary>Commits ends of attempts in one transaction. May be repeated: a completion that is there already answers committed.</summary>
    ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, CancellationToken ct);

    /// <summary>Hands back what was claimed and not begun.</summary>
    ValueTask ReleaseAsync(IReadOnlyList<Hold> holds, CancellationToken ct);

    /// <summary>Puts claimed jobs that can't be run here aside, with a reason that is shown.</summary>
    ValueTask ParkAsync(IReadOnlyList<Hold> holds, string reason, CancellationToken ct);

    /// <summary>Puts parked jobs of these kinds back among the waiting; paused ones stay paused.</summary>
    ValueTask<int> UnparkAsync(IReadOnlyCollection<string> kinds, CancellationToken ct);

    /// <summary>
    /// Cancels a job: the row goes, a run with outcome cancelled is recorded. One that is left with its holder
    /// (<see cref="Grip"/>) ends with its present occurrence.
    /// </summary>
    ValueTask<ChangeAnswer> CancelAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct);

    /// <summary>
    /// Pauses a job: its open occurrence stays in the row, which is not claimed. One that is left with its holder
    /// becomes paused when that hold ends, in whatever way.
    /// </summary>
    ValueTask<ChangeAnswer> PauseAsync(string owner, JobId id, Grip grip, CancellationToken ct);

    /// <summary>
    /// Lets a paused job wait again, by a plan that was made from what was read: where version or occurrence have moved
    /// since, nothing is done and the answer is conflict. A job that is not paused, or not yet, stays so, and its plan is not used.
    /// </summary>
    ValueTask<ChangeAnswer> ResumeAsync(string owner, JobId id, ResumePlan plan, CancellationToken ct);

    /// <summary>
    /// Changes the content: same row, version + 1. A new plan takes the place of the open occurrence; where the change
    /// is left with the holder of the job, its run goes on as it is, and without a new plan what that run plans stands.
    /// </summary>
    ValueTask<ChangeAnswer> EditAsync(string owner, JobId id, JobChange change, Grip grip, CancellationToken ct);

    /// <summary>
    /// Plans the job for now, version + 1: an occurrence that is still to come gives way to one of this instant (the
    /// trigger yields it again afterwards), one that has come is due at once. A paused job is paused again afterwards.
    /// One that runs stays as it is.
    /// </summary>
    ValueTask<ChangeAnswer> RunNowAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct);

    /// <summary>One live job of this owner.</summary>
    ValueTask<JobView?> FindAsync(string owner, JobId id, CancellationToken ct);

    /// <summary>The live job of this key.</summary>
    ValueTask<JobView?> FindByKeyAsync(string owner, string kind, string key, CancellationToken ct);

    /// <summary>Live jobs, by planned start.</summary>
    ValueTask<IReadOnlyList<JobView>> ListJobsAsync(JobFilter filter, CancellationToken ct);

    /// <summary>Runs, newest first.</summary>
    ValueTask<IReadOnlyList<RunView>> ListRunsAsync(RunFilter filter, CancellationToken ct);

    /// <summary>
    /// The occurrences, by kind and ascending, whose planned start lies in [from, until): of live jobs of these kinds that
    /// were submitted with <see cref="NewJob.Quiets"/> and are not paused, and of runs that were started. Each instant once.
    /// </summary>
    ValueTask<IReadOnlyList<QuietOccurrence>> OccurrencesAsync(IReadOnlyCollection<string> kinds, Instant from, Instant until, CancellationToken ct);

    /// <summary>How many live jobs there are in each state.</summary>
    ValueTask<IReadOnlyDictionary<JobState, long>> CountJobsAsync(CancellationToken ct);

    /// <summary>Forgets idempotency keys whose time is over; returns how many.</summary>
    ValueTask<int> SweepAsync(Instant now, CancellationToken ct);
}
