using Kairos.Dispatch;
using Kairos.Dispatch.Planning;
using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Nodes;
using Kairos.Stores;
using Kairos.Targets;
using Kairos.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kairos.Hosting;

/// <summary>The running engine: claims, starts and completes jobs from its start to its stop.</summary>
/// <threadsafety>Start and stop once each, in this order; everything else at any time.</threadsafety>
public sealed class KairosEngine : IHostedService, IReleaseWatcher, IDisposable
{
    private readonly IJobStore _store;
    private readonly RunServices _services;
    private readonly DispatchOptions _options;
    private readonly KindRegistry _kinds;
    private readonly EngineParts _parts;
    private readonly IServiceProvider _provider;
    private readonly OverdueLane _lane;
    private readonly Armer _armer;
    private readonly Upkeep _upkeep;
    private readonly HandBack _handBack;
    private readonly Drain _drain;
    private readonly Membership? _membership;
    private Overseer? _overseer;
    private Task _arming = Task.CompletedTask;
    private Task[] _loops = [];
    private Instant _since;

    internal KairosEngine(IJobStore store, EngineParts parts, IServiceProvider provider, ILogger<KairosEngine> logger)
    {
        (_store, _parts, _provider) = (store, parts, provider);
        _options = parts.Options;
        _kinds = new KindRegistry(parts.Kinds);
        Clock = parts.Clock;
        Targets = parts.Targets;
        QuietBook quiet = new(store, parts.Clock, logger);
        _services = new RunServices
        {
            Quiet = quiet,
            StartCheck = new StartCheck(quiet, _options),
            Clock = parts.Clock,
            Events = Events,
            Targets = parts.Targets,
            Logger = logger,
            Calm = new Calm(parts.Clock.Provider),
            Lease = store is INodeStore ? new Lease(parts.Clock) : Lease.Always(parts.Clock),
        };
        _lane = new OverdueLane(_options.OverdueAtOnce);
        _services.Calls = new CallMaker(_services, provider);
        _services.Wheel = new Wheel(parts.Clock, Events, this);
        _services.Waits = new Waits(_services.Wheel, parts.Clock);
        _services.Marker = new Marker(store, _services, _options);
        _services.Gates = new Gatekeeper(_services);
        _services.Runner = new Runner(_services, _lane);
        _services.Completer = new Completer(store, _services, _options, Set, _kinds);
        _armer = new Armer(store, _services, _options, Set, new Preparer(store, _services, _options, Set, _lane) { Kinds = _kinds });
        _upkeep = new Upkeep(store, _services);
        _handBack = new HandBack(store, _services, _options, Set);
        _drain = new Drain(_services, _armer);
        INodeStore? nodes = store as INodeStore;
        Withdrawals = new Withdrawals(store, _services, Set, _armer, nodes is null ? null : new Settlement(store, nodes, Clock, parts.Node));
        Changes = new Changes(store, _services, Withdrawals, _armer);
        _services.Completer.Committed = _armer.AfterCommit;
        _services.Completer.FollowUpReplaced = Withdrawals.AfterFollowUpAsync;
        Targets.Learned = _services.Wheel.Replan;
        Targets.StoreFailed = fault => _services.TellStoreFailed("take slots", fault);
        if (nodes is not null)
        {
            _membership = new Membership(nodes, _services, parts.Node, _armer, _handBack, _drain)
            {
                Entry = Introduce,
                Asks = new Asks(nodes, _services, Set, Withdrawals, _armer),
            };
        }

        _armer.Permit = new ClaimPermit(_drain, _handBack, _membership);
    }

    /// <summary>What the engine does, as it does it.</summary>
    public EventStream Events { get; } = new();

    /// <summary>The store's clock as this node knows it.</summary>
    public EngineClock Clock { get; }

    /// <summary>The outside parties that handlers call.</summary>
    public TargetRegistry Targets { get; }

    /// <summary>The kinds that can be run here.</summary>
    public IReadOnlyCollection<string> Kinds => _kinds.Names;

    /// <summary>One line about the store, for people.</summary>
    public string StoreDescription => _store.Description;

    /// <summary>Jobs claimed or running in this node's memory.</summary>
    public int ArmedCount => Set.Count;

    /// <summary>The number of this node among those that share the store: 1 where nobody shares it. It changes when the node was taken over and came back.</summary>
    public int NodeNumber => _membership?.Number ?? 1;

    /// <summary>It was asked to claim nothing more: what has not begun is handed back, what runs ends.</summary>
    public bool IsDraining => _drain.IsOn;

    /// <summary>A node that is silent for longer is as good as dead.</summary>
    internal TimeSpan TakeOverAfter => _parts.Node.TakeOverAfter;

    internal ArmedSet Set { get; } = new();

    internal Armer Armer => _armer;

    internal QuietBook Quiet => _services.Quiet;

    internal KindRegistry KindsHere => _kinds;

    internal Withdrawals Withdrawals { get; }

    internal Changes Changes { get; }

    internal ILogger Logger => _services.Logger;

    /// <summary>Opens the store, settles what was left behind, and begins to claim.</summary>
    /// <exception cref="StoreInUseException">Another process owns the store.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        TakeOver found = await _store.OpenAsync(Clock.Now, cancellationToken);

        // Not before: the opening may have waited for a database for long.
        _since = Clock.Now;
        Log.Opened(Logger, _store.Description, _kinds.Names.Count);
        if (_membership is not null)
        {
            // From here on it beats: what follows may take as long as it likes.
            await _membership.StartAsync(cancellationToken);
        }

        if (found != TakeOver.Nothing)
        {
            Log.TookOver(Logger, found);
        }

        Events.Tell(new TookOver(Clock.Now, found));
        foreach (Func<IServiceProvider, CancellationToken, Task> step in _parts.WhenOpen)
        {
            await step(_provider, cancellationToken);
        }

        foreach (OnceTask once in _parts.Onces)
        {
            await once.SubmitAsync(_store, _kinds, Clock.Now, cancellationToken);
        }

        await _store.UnparkAsync(_kinds.Names, cancellationToken);
        _services.Wheel.Start();
        _overseer = new Overseer(Set, _services, _options);
        _arming = Task.Run(_armer.RunAsync, CancellationToken.None);
        _loops =
        [
            _services.Completer.RunAsync(),
            Task.Run(_services.Marker.RunAsync, CancellationToken.None),
            Task.Run(_upkeep.RunAsync, CancellationToken.None),
        ];
        _armer.Call();
    }

    /// <summary>Hands back what has not begun, waits for what runs, commits its ends, closes the store.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _armer.Close();
        try
        {
            // A pass that a cancel began is not of the loop.
            await _arming.WaitAsync(cancellationToken);
            await _armer.SettledAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Log.StopCutShort(Logger);
        }

        int released = await HandBackAsync(cancellationToken);
        int left = await WaitForRunningAsync(cancellationToken);
        _upkeep.Close();
        _services.Marker.Close();
        _services.Completer.Close();
        await using (cancellationToken.Register(_services.Completer.GiveUp))
        {
            await Task.WhenAll(_loops);
        }

        if (_membership is not null)
        {
            // Last: until here it beat, so that nobody took over what was still running.
            await _membership.StopAsync(inOrder: left == 0 && Set.Count == 0, cancellationToken);
        }

        _overseer?.Dispose();
        _services.Wheel.Dispose();
        await _store.DisposeAsync();
        Log.Stopped(Logger, released, left);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _membership?.Dispose();
        _overseer?.Dispose();
        _upkeep.Dispose();
        _armer.Dispose();
        _services.Completer.Dispose();
        _services.Marker.Dispose();
        _services.Quiet.Dispose();
        _services.Wheel.Dispose();
    }

    void IReleaseWatcher.Near(bool near) => _lane.Hold(near);

    void IReleaseWatcher.Releasing(Volley volley) => _services.Calm.Watch(volley);

    void IReleaseWatcher.Released() => _lane.Hold(false);

    void IReleaseWatcher.Stepped(TimeSpan by)
    {
        Log.ClockStepped(Logger, by);
        _services.Quiet.Change();
        _armer.Call();
    }

    /// <summary>How this process introduces itself.</summary>
    internal NodeEntry Introduce() => Membership.Introduce(_parts.Node.Name, Kinds, _since);

    /// <summary>Claims nothing more, or claims again.</summary>
    internal void SetDraining(bool drain) => _drain.Set(drain);

    private async Task<int> HandBackAsync(CancellationToken ct)
    {
        try
        {
            return await _handBack.AllAsync(ct);
        }
        catch (Exception e)
        {
            // They stay held, and the next process takes them over: later, but not lost.
            Log.StoreFailed(Logger, "hand back", e.Message);
            return 0;
        }
    }

    // First in patience; then their tokens are cancelled; then as long as the host allows.
    private async Task<int> WaitForRunningAsync(CancellationToken ct)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task patienceOver = Task.Delay(_options.StopPatience, Clock.Provider, patience.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        await Task.WhenAny(Set.WhenEmptyAsync(), patienceOver);
        await patience.CancelAsync();
        foreach (Armed armed in Set.All)
        {
            armed.Cancel(CancelReason.Stop);
        }

        TaskCompletionSource hostGivesUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration _ = ct.Register(hostGivesUp.SetResult);
        await Task.WhenAny(Set.WhenEmptyAsync(), hostGivesUp.Task);
        return Set.Count;
    }
}
