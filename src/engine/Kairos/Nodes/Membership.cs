using System.Reflection;
using Kairos.Dispatch;
using Kairos.Events;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Nodes;

/// <summary>This process as one node of a store that several share: it joins, beats, watches the others, and leaves.</summary>
/// <threadsafety>Start and stop once each; what the heart tells comes on its thread.</threadsafety>
internal sealed class Membership : IHeartListener, IDisposable
{
    // A beat blocks for a second or two at most.
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_joinRetry = TimeSpan.FromSeconds(1);

    private readonly INodeStore _store;
    private readonly RunServices _services;
    private readonly NodeOptions _options;
    private readonly Armer _armer;
    private readonly HandBack _handBack;
    private readonly Drain _drain;
    private readonly Heart _heart;
    private readonly BeatWatch _watch;
    private readonly Sweeper _sweeper;
    private readonly CancellationTokenSource _stopping = new();
    private Task[] _loops = [];
    private IDisposable? _calls;
    private volatile int _number;
    private volatile bool _unsure;
    private volatile bool _isLost;
    private volatile bool _isBack;
    private int _refused;
    private int _missed;
    private int _disposed;

    internal Membership(INodeStore store, RunServices services, NodeOptions options, Armer armer, HandBack handBack, Drain drain)
    {
        (_store, _services, _options, _armer, _handBack, _drain) = (store, services, NodeOptions.Checked(options), armer, handBack, drain);
        _heart = new Heart(store, services.Clock, services.Lease, options, this);
        _watch = new BeatWatch(options.TakeOverAfter);
        _sweeper = new Sweeper(store, services, options.Term, armer.Call);
    }

    /// <summary>Under what the others know this one.</summary>
    internal required Func<NodeEntry> Entry { get; init; }

    /// <summary>Answers what other nodes ask.</summary>
    internal required Asks Asks { get; init; }

    /// <summary>The number of this node; it has a new one when it was taken over and came back.</summary>
    internal int Number => _number;

    /// <summary>It was taken over and has no new number yet: what the store says is of a node that is no more.</summary>
    internal bool IsLost => _isLost;

    Instant IHeartListener.NextStart => _services.Wheel.Next;

    /// <summary>How a process introduces itself.</summary>
    internal static NodeEntry Introduce(string? name, IReadOnlyCollection<string> kinds, Instant since)
    {
        Assembly? program = Assembly.GetEntryAssembly();
        return new NodeEntry
        {
            Name = name ?? $"{Environment.MachineName}:{Environment.ProcessId}",
            Kinds = kinds,
            Since = since,
            Version = program?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? program?.GetName().Version?.ToString() ?? "unknown",
        };
    }

    /// <summary>Joins, learns the store's clock, and beats from then on.</summary>
    /// <exception cref="StoreUnavailableException">It could not be asked.</exception>
    internal async Task StartAsync(CancellationToken ct)
    {
        await JoinAsync(ct);
        await _heart.BeginAsync().WaitAsync(ct);
        Tell(new NodeJoined(_services.Clock.Now, _number));
        _calls = _store.Listen(Heard);
        _loops = [Task.Run(_sweeper.RunAsync, CancellationToken.None), Task.Run(Asks.RunAsync, CancellationToken.None)];
    }

    /// <summary>Whether the store's clock is known well enough and the lease holds: what is claimed can start. Who is refused is called by the next beat.</summary>
    internal bool MayClaim()
    {
        if (CanStart())
        {
            return true;
        }

        // Before the second look: either that sees what a beat brought meanwhile, or the beat sees that somebody was refused.
        Interlocked.Exchange(ref _refused, 1);
        return CanStart();
    }

    /// <summary>Beats no more, and leaves if nothing is left to do; else the others take the node over in their time.</summary>
    /// <param name="inOrder">Nothing is in memory any more.</param>
    /// <param name="ct">The host gives up waiting.</param>
    internal async ValueTask StopAsync(bool inOrder, CancellationToken ct)
    {
        await _stopping.CancelAsync();
        _calls?.Dispose();
        _sweeper.Close();
        Asks.Close();
        try
        {
            await Task.WhenAll(_loops).WaitAsync(s_stopPatience, _services.Clock.Provider, ct);

            // Not before: a beat that finds its node gone would take it for taken over.
            bool still = await Task.Run(() => _heart.Stop(s_stopPatience), CancellationToken.None).WaitAsync(ct);
            if (inOrder && still && _number > 0)
            {
                await _store.LeaveAsync(ct).AsTask().WaitAsync(s_stopPatience, _services.Clock.Provider, ct);
            }
        }
        catch (Exception e)
        {
            _heart.Stop(TimeSpan.Zero);
            Log.NotLeft(_services.Logger, e.Message);
        }
    }

    public void Dispose()
    {
        // The container disposes of an engine once for each way to it.
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _stopping.Cancel();
        _calls?.Dispose();
        _heart.Dispose();
        Asks.Dispose();
        _stopping.Dispose();
    }

    void IHeartListener.Looked() => _services.Wheel.Aim();

    void IHeartListener.Beaten(BeatAnswer answer, Instant asked, Instant answered)
    {
        bool wasAway = _missed > 0;
        if (wasAway)
        {
            Log.BeatsResumed(_services.Logger, _missed);
            _missed = 0;
        }

        // What waits by another clock is aimed anew: this one is known better now.
        _services.Wheel.Replan();
        JudgeClock();
        _drain.Set(answer.Drain);
        IReadOnlyList<NodeBeat> dead = _watch.Look(asked, answered, answer.Others);
        if (dead.Count > 0 || answer.DeadHold)
        {
            _sweeper.Call(dead, answer.DeadHold);
        }

        if (answer.Asked)
        {
            Asks.Call();
        }

        // The lease may have run out without a beat missed: where the heart stood still, or its process.
        bool wasRefused = Interlocked.Exchange(ref _refused, 0) != 0;
        if (wasAway || _isBack || wasRefused)
        {
            _isBack = false;
            _armer.Call();
        }

        Tell(new NodeBeaten(_services.Clock.Now, _number));
    }

    void IHeartListener.Missed(Exception fault)
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        _watch.Restart();
        JudgeClock();
        if (_missed++ == 0)
        {
            Log.BeatMissed(_services.Logger, fault.Message);
            Tell(new StoreFailed(_services.Clock.Now, "beat", fault.Message));
        }
    }

    void IHeartListener.Lost() => ComeBackAsync(_stopping.Token).GetAwaiter().GetResult();

    // Everything is let go of before the new number is asked for: from then on all that the store says is of the new one.
    private async Task ComeBackAsync(CancellationToken ct)
    {
        _isLost = true;
        int dropped = _handBack.Drop();
        Log.NodeLost(_services.Logger, _number, dropped);
        Tell(new NodeLost(_services.Clock.Now, _number));
        _watch.Restart();

        // What a claim that was under way had still laid ready; no further one begins.
        await _armer.BetweenPassesAsync(_handBack.Drop);
        await JoinPatientlyAsync(ct);
        _isLost = false;
        Tell(new NodeJoined(_services.Clock.Now, _number));
        _isBack = true;
    }

    private async ValueTask JoinPatientlyAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await JoinAsync(ct);
                if (_drain.IsOn)
                {
                    // It was this process that somebody drained, under whatever number.
                    await _store.DrainAsync(_number, true, ct);
                }

                return;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                Log.StoreFailed(_services.Logger, "join", e.Message);
                Tell(new StoreFailed(_services.Clock.Now, "join", e.Message));
                await Task.Delay(s_joinRetry, _services.Clock.Provider, ct);
            }
        }
    }

    private async ValueTask JoinAsync(CancellationToken ct)
    {
        NodeEntry entry = Entry();
        _number = await _store.JoinAsync(entry, ct);
        Log.NodeJoined(_services.Logger, _number, entry.Name);
    }

    private bool CanStart() => _services.Clock.Uncertainty <= _options.MostUncertainty && _services.Lease.IsHeld();

    private void JudgeClock()
    {
        TimeSpan uncertainty = _services.Clock.Uncertainty;
        bool unsure = uncertainty > _options.MostUncertainty;
        if (unsure == _unsure)
        {
            return;
        }

        _unsure = unsure;
        if (unsure)
        {
            Log.ClockUnsure(_services.Logger, uncertainty, _options.MostUncertainty);
        }
        else
        {
            Log.ClockSure(_services.Logger, uncertainty);
        }

        Tell(new ClockUnsure(_services.Clock.Now, uncertainty, unsure));
    }

    private void Heard(NodeCall call)
    {
        if (call == NodeCall.Ask)
        {
            Asks.Call();
        }
        else
        {
            _armer.Call();
        }
    }

    private void Tell(EngineEvent e) => _services.Events.Tell(e);
}
