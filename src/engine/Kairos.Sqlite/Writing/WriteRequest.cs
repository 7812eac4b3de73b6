using Kairos.Sqlite.Connections;

namespace Kairos.Sqlite.Writing;

/// <summary>Something to be written, waiting for its turn. It is answered only after the commit.</summary>
internal abstract class WriteRequest
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int GivenUp = 2;

    private int _state;
    private CancellationTokenRegistration _givingUp;

    /// <summary>Lets the caller give up until the work begins; from then on it has to wait for its end.</summary>
    public void GiveUpOn(CancellationToken ct)
    {
        if (ct.CanBeCanceled)
        {
            _givingUp = ct.UnsafeRegister(static (request, token) => ((WriteRequest)request!).GiveUp(token), this);
        }
    }

    /// <summary>False when the caller has given up.</summary>
    public bool TryBegin()
    {
        if (Interlocked.CompareExchange(ref _state, Begun, Waiting) != Waiting)
        {
            return false;
        }

        _givingUp.Dispose();
        return true;
    }

    /// <summary>Does the work in the open transaction. May be done again when that was rolled back.</summary>
    public abstract void Run(WriterSession session);

    /// <summary>It is on disk: tells the caller.</summary>
    public abstract void Answer();

    /// <summary>It is not, or that can't be told: tells the caller.</summary>
    public abstract void Fail(Exception e);

    protected abstract void Cancelled(CancellationToken ct);

    private void GiveUp(CancellationToken ct)
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting)
        {
            Cancelled(ct);
        }
    }
}

/// <summary>A write of the engine's own.</summary>
internal class WriteRequest<T>(Func<WriterSession, T> work) : WriteRequest
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Done => _done.Task;

    public override void Run(WriterSession session) => _result = work(session);

    public override void Answer() => _done.SetResult(_result);

    public override void Fail(Exception e) => _done.SetException(e);

    protected override void Cancelled(CancellationToken ct) => _done.SetCanceled(ct);
}

/// <summary>A write of somebody else's: what it throws undoes it alone, and its companions go on.</summary>
internal sealed class SideWriteRequest<T>(Func<WriterSession, T> work) : WriteRequest<T>(work)
{
    private Exception? _failure;

    public override void Run(WriterSession session)
    {
        _failure = null;
        session.Savepoint();
        try
        {
            base.Run(session);
        }
        catch (Exception e) when (!SqliteErrors.IsUnavailable(e))
        {
            session.RollbackToSavepoint();
            _failure = e;
        }

        session.ReleaseSavepoint();
    }

    public override void Answer()
    {
        if (_failure is { } failure)
        {
            Fail(failure);
        }
        else
        {
            base.Answer();
        }
    }
}
