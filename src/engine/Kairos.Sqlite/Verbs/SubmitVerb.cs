using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Sqlite.Verbs;

/// <summary>Stores new jobs; the unique indexes decide.</summary>
internal sealed class SubmitVerb(Statements statements)
{
    private readonly Statement _insert = statements.Named("submit_insert");
    private readonly Statement _taken = statements.Named("submit_taken");
    private readonly Statement _replace = statements.Named("submit_replace");
    private readonly Statement _findKey = statements.Named("submit_find_key");
    private readonly Statement _keepKey = statements.Named("submit_keep_key");
    private readonly Statement _sweep = statements.Named("submit_sweep");

    public SubmitAnswer Submit(NewJob job, Instant now)
    {
        if (job.IdempotencyKey is null)
        {
            return Store(job);
        }

        if (Repeated(job, now) is { } repeated)
        {
            return repeated;
        }

        SubmitAnswer answer = Store(job);
        // What was refused may be tried again under the same key.
        if (answer.Accepted)
        {
            _keepKey.BindName(1, job.Owner);
            _keepKey.BindName(2, job.IdempotencyKey);
            _keepKey.Bind(3, job.ContentHash.Span);
            _keepKey.Bind(4, answer.Id);
            _keepKey.Bind(5, job.IdempotencyUntil);
            _ = _keepKey.Execute();
        }

        return answer;
    }

    /// <summary>Forgets at most <paramref name="limit"/> idempotency keys whose time is over.</summary>
    public int Sweep(Instant now, int limit)
    {
        _sweep.Bind(1, now);
        _sweep.Bind(2, limit);
        return _sweep.Execute();
    }

    private SubmitAnswer? Repeated(NewJob job, Instant now)
    {
        _findKey.BindName(1, job.Owner);
        _findKey.BindName(2, job.IdempotencyKey);
        _findKey.Bind(3, now);
        if (!_findKey.Step())
        {
            return null;
        }

        bool same = _findKey.Bytes(0).SequenceEqual(job.ContentHash.Span);
        SubmitAnswer answer = new(same ? SubmitStatus.Repeated : SubmitStatus.IdempotencyConflict, _findKey.Id(1));
        _findKey.Reset();
        return answer;
    }

    private SubmitAnswer Store(NewJob job)
    {
        _insert.Bind(1, job.Id);
        _insert.BindName(2, job.Owner);
        _insert.BindName(3, job.Kind);
        _insert.BindName(4, job.Key);
        _insert.Bind(5, job.Due);
        _insert.Bind(6, job.At);
        _insert.Bind(7, job.Priority);
        _insert.Bind(8, job.MaxAttempts);
        _insert.BindName(9, job.Trigger);
        _insert.Bind(10, job.Payload.Span);
        _insert.Bind(11, job.Quiets ? 1 : 0);
        // Nothing inserted and no other row of this key: the row of this very id is there, from an earlier try of this
        // submit whose commit was ambiguous.
        return _insert.Execute() > 0 || Taken(job) is not { } standing || standing == job.Id
            ? new SubmitAnswer(SubmitStatus.Created, job.Id)
            : Resolve(job, standing);
    }

    private JobId? Taken(NewJob job)
    {
        _taken.BindName(1, job.Owner);
        _taken.BindName(2, job.Kind);
        _taken.BindName(3, job.Key);
        if (!_taken.Step())
        {
            return null;
        }

        JobId standing = _taken.Id(0);
        _taken.Reset();
        return standing;
    }

    private SubmitAnswer Resolve(NewJob job, JobId standing)
    {
        switch (job.Conflict)
        {
            case KeyConflict.Reject:
                return new SubmitAnswer(SubmitStatus.KeyTaken, standing);
            case KeyConflict.Keep:
                return new SubmitAnswer(SubmitStatus.Kept, standing);
            case KeyConflict.Replace:
                return new SubmitAnswer(SubmitStatus.Replaced, standing) { HeldUnder = Replace(job, standing) };
            default:
                throw new ArgumentException($"{job.Conflict} is no KeyConflict.", nameof(job));
        }
    }

    /// <summary>Gives the row new content; the fence of its hold where somebody holds it.</summary>
    private long? Replace(NewJob job, JobId standing)
    {
        _replace.Bind(1, standing);
        _replace.Bind(2, job.Due);
        _replace.Bind(3, job.At);
        _replace.Bind(4, job.Priority);
        _replace.Bind(5, job.MaxAttempts);
        _replace.BindName(6, job.Trigger);
        _replace.Bind(7, job.Payload.Span);
        _replace.Bind(8, job.Quiets ? 1 : 0);
        if (!_replace.Step())
        {
            throw new InvalidOperationException("A replace touched no row: its statement does not fit what was read.");
        }

        long? held = _replace.IsNull(0) ? null : _replace.Long(1);
        _replace.Reset();
        return held;
    }
}
