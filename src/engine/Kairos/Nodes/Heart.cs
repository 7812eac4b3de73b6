using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Nodes;

/// <summary>Tells the store once a second that this node lives: a thread of its own, for a pool that is busy must not stop it.</summary>
/// <remarks>
/// Each beat renews the lease when it is answered. Then it asks the store's clock: at the other end sits a process that has just
/// been woken, and answers in a third of the time. At last it tells what it saw. What was learned ages, a microsecond in ten
/// milliseconds, and a start waits for the lower bound: shortly before the next one the clock is asked once more.
/// </remarks>
internal sealed class Heart : IDisposable
{
    // The first question opens the connection; of the others the least round trip counts, and a short one is enough.
    private const int LeastSamples = 2;
    private const int MostSamples = 8;
    private static readonly TimeSpan s_sure = TimeSpan.FromMicroseconds(250);

    // So long before a start the clock is asked, if it was not within so long before that; and so often it is seen what starts next.
    private static readonly TimeSpan s_ahead = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_fresh = TimeSpan.FromMilliseconds(250);

    private readonly INodeStore _store;
    private readonly EngineClock _clock;
    private readonly Lease _lease;
    private readonly NodeOptions _options;
    private readonly IHeartListener _listener;
    private readonly Rest _rest;
    private readonly Thread _thread;
    private readonly long _term;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Instant _asked;
    private volatile bool _stopping;

    internal Heart(INodeStore store, EngineClock clock, Lease lease, NodeOptions options, IHeartListener listener)
    {
        (_store, _clock, _lease, _options, _listener) = (store, clock, lease, options, listener);
        _term = (long)(options.Term.TotalSeconds * clock.Provider.TimestampFrequency);
        _rest = new Rest(clock);
        _thread = new Thread(Loop) { Name = "kairos heart", IsBackground = true, Priority = ThreadPriority.AboveNormal };
    }

    /// <summary>Ends when the store's clock is known and the first beat is answered; fails when the store can't be asked, and then nothing beats.</summary>
    internal Task BeginAsync()
    {
        _thread.Start();
        return _begun.Task;
    }

    /// <summary>No further beat; one that is under way is waited for no longer than this.</summary>
    internal bool Stop(TimeSpan patience)
    {
        _stopping = true;
        if (!_thread.IsAlive)
        {
            return true;
        }

        _rest.Wake();
        return _thread.Join(patience);
    }

    public void Dispose()
    {
        // A beat that the store never answers keeps its thread, and that needs what it rests on.
        if (Stop(TimeSpan.Zero))
        {
            _rest.Dispose();
        }
    }

    private void Loop()
    {
        Instant next = _clock.Steady + _options.Beat;
        if (!TryBegin())
        {
            return;
        }

        while (!_stopping)
        {
            Instant now = _clock.Steady;
            Instant look = NextLook(now);
            if (now >= next)
            {
                next = Beat();
            }
            else if (now < look)
            {
                _rest.Until(Instant.Earlier(now + s_fresh, Instant.Earlier(look, next)));
            }
            else if (!TryLook())
            {
                // A beat tells what there is to tell of it.
                next = now;
            }
        }
    }

    /// <summary>When the clock is to be asked for the sake of what starts next; far off where nothing waits, or the clock is known well enough.</summary>
    private Instant NextLook(Instant now)
    {
        TimeSpan left = _listener.NextStart - _clock.Now;
        Instant look = now + (left - s_ahead);
        return left > TimeSpan.Zero && look >= _asked + s_fresh ? look : Instant.Max;
    }

    private bool TryLook()
    {
        try
        {
            AskClock();
            _listener.Looked();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private bool TryBegin()
    {
        try
        {
            for (int i = 0; i < LeastSamples || (i < MostSamples && _clock.Uncertainty > s_sure); i++)
            {
                AskClock();
            }

            BeatOnce();
            _begun.SetResult();
            return true;
        }
        catch (Exception e)
        {
            _begun.SetException(e);
            return false;
        }
    }

    /// <returns>When to beat again, on the steady clock.</returns>
    private Instant Beat()
    {
        Instant begun = _clock.Steady;
        try
        {
            return BeatOnce() ? begun + _options.Beat : begun;
        }
        catch (Exception e)
        {
            if (!_stopping)
            {
                _listener.Missed(e);
            }

            return _clock.Steady + _options.BeatRetry;
        }
    }

    private void AskClock()
    {
        _asked = _clock.Steady;
        Instant shown = _store.AskClock();
        _clock.Store!.Learn(_asked, shown, _clock.Steady);
    }

    private bool BeatOnce()
    {
        // Before it is sent: the others count from when they see it, which is later.
        long sent = _clock.Provider.GetTimestamp();
        Instant asked = _clock.Steady;
        BeatAnswer answer = _store.Beat(Belief());
        if (!answer.Alive)
        {
            _lease.Lose();
            _listener.Lost();
            return false;
        }

        _lease.Renew(sent + _term);
        Instant answered = _clock.Steady;
        try
        {
            AskClock();
        }
        finally
        {
            // The beat was answered, whatever became of the question after it.
            _listener.Beaten(answer, asked, answered);
        }

        return true;
    }

    private NodeClock Belief()
    {
        TimeSpan half = _clock.Uncertainty;
        return new NodeClock(_clock.Now + half - Instant.From(_clock.Provider.GetUtcNow()), half);
    }
}

/// <summary>Hears what the heart learns, on the heart's thread: what takes long is done elsewhere.</summary>
internal interface IHeartListener
{
    /// <summary>When something is to start next, on the store's clock, as far as is known; <see cref="Instant.Max"/> where nothing waits.</summary>
    Instant NextStart { get; }

    /// <summary>The store's clock was asked between two beats, and may be known better.</summary>
    void Looked();

    /// <summary>A beat was answered.</summary>
    void Beaten(BeatAnswer answer, Instant asked, Instant answered);

    /// <summary>A beat was not answered; it is tried again soon.</summary>
    void Missed(Exception fault);

    /// <summary>The node was taken over. Returns when it has come back under a new number: there is nothing to beat for meanwhile.</summary>
    void Lost();
}
