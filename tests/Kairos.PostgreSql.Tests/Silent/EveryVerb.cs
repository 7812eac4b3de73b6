using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.PostgreSql.Tests.Silent;

/// <summary>Each verb that asks the database something, with arguments that are good enough to be asked.</summary>
internal static class EveryVerb
{
    private static CancellationToken None => CancellationToken.None;

    /// <param name="owner">Of the jobs.</param>
    /// <param name="now">Any instant.</param>
    /// <param name="job">Makes one, with a key or without.</param>
    public static IReadOnlyList<(string Name, Func<PostgreSqlStore, Task> Call)> List(string owner, Instant now, Func<string?, NewJob> job)
    {
        JobId id = job(null).Id;
        Hold hold = new(id, 1);
        JobChange change = new() { Priority = 1 };
        NodeEntry node = new() { Name = "late", Kinds = [], Since = now, Version = "1" };
        NewJob once = job(null) with { IdempotencyKey = "once", ContentHash = new byte[] { 1 }, IdempotencyUntil = now + TimeSpan.FromDays(1) };
        RunView run = new() { Job = id, Due = now, At = now, Attempt = 1, Fence = 1, Ended = now, Outcome = OutcomeCode.Succeeded, Owner = owner, Kind = "mail.send" };
        return
        [
            ("submit", s => s.SubmitAsync(job(null), now, None).AsTask()),
            ("submit with a key", s => s.SubmitAsync(job("k"), now, None).AsTask()),
            ("submit once", s => s.SubmitAsync(once, now, None).AsTask()),
            ("submit all, copied", s => s.SubmitAllAsync([.. Enumerable.Range(0, 200).Select(_ => job(null))], now, None).AsTask()),
            ("submit all, with keys", s => s.SubmitAllAsync([job("a"), job("b")], now, None).AsTask()),
            ("arm", s => s.ArmAsync(Instant.Min, now, 10, None).AsTask()),
            ("held", s => s.HeldAsync(None).AsTask()),
            ("adopt", s => s.AdoptAsync([hold], None).AsTask()),
            ("mark", s => s.MarkAsync([new Mark(hold, MarkKind.Gate, now)], None).AsTask()),
            ("complete", s => s.CompleteAsync([new Completion { Version = 1, Run = run }], now, None).AsTask()),
            ("complete with a key", s => s.CompleteAsync([new Completion { Version = 1, Run = run, FollowUps = [job("next")] }], now, None).AsTask()),
            ("release", s => s.ReleaseAsync([hold], None).AsTask()),
            ("park", s => s.ParkAsync([hold], "no", None).AsTask()),
            ("unpark", s => s.UnparkAsync(["mail.send"], None).AsTask()),
            ("cancel", s => s.CancelAsync(owner, id, Grip.None, now, None).AsTask()),
            ("pause", s => s.PauseAsync(owner, id, Grip.None, None).AsTask()),
            ("resume", s => s.ResumeAsync(owner, id, new ResumePlan { Version = 1, Due = now }, None).AsTask()),
            ("edit", s => s.EditAsync(owner, id, change, Grip.None, None).AsTask()),
            ("run now", s => s.RunNowAsync(owner, id, Grip.None, now, None).AsTask()),
            ("find", s => s.FindAsync(owner, id, None).AsTask()),
            ("find by key", s => s.FindByKeyAsync(owner, "mail.send", "k", None).AsTask()),
            ("list jobs", s => s.ListJobsAsync(new JobFilter(), None).AsTask()),
            ("list runs", s => s.ListRunsAsync(new RunFilter(), None).AsTask()),
            ("occurrences", s => s.OccurrencesAsync(["mail.send"], now, now, None).AsTask()),
            ("count", s => s.CountJobsAsync(None).AsTask()),
            ("sweep", s => s.SweepAsync(now, None).AsTask()),
            ("migrate", s => s.MigrateAsync("late", [("0001", "create table public.late(id integer)")], None).AsTask()),
            ("write beside", s => s.WriteAsync(static _ => 0, None).AsTask()),
            ("read beside", s => s.ReadAsync(static _ => 0, None).AsTask()),
            ("join", s => s.JoinAsync(node, None).AsTask()),
            ("beat", s => Task.Run(() => s.Beat(default))),
            ("ask the clock", s => Task.Run(() => s.AskClock())),
            ("take over", s => s.TryTakeOverAsync(1_000_000, 0, None).AsTask()),
            ("settle", s => s.SettleAsync(now, default, 10, None).AsTask()),
            ("leave", s => s.LeaveAsync(None).AsTask()),
            ("list nodes", s => s.ListNodesAsync(now, None).AsTask()),
            ("drain", s => s.DrainAsync(1_000_000, true, None).AsTask()),
            ("asked", s => s.AskedAsync(None).AsTask()),
            ("too late", s => s.AnswerTooLateAsync([new AskedHold(hold, "ada", AskKind.Cancel)], None).AsTask()),
            ("state of an ask", s => s.AskStateAsync(hold, None).AsTask()),
        ];
    }
}
