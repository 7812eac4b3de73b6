using Kairos.Bench.Storage;
using Kairos.Jobs;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;

namespace Kairos.Bench.Punctuality;

/// <summary>Jobs through the whole engine: submitted, armed ahead, started, committed.</summary>
internal sealed class Bursts : IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

    private readonly Arrivals _arrivals;
    private readonly List<TestBed> _beds = [];
    private IStorage _storage = null!;
    private DateTimeOffset? _instant;

    private Bursts(int most) => _arrivals = new Arrivals(most);

    internal Instant Now => _beds[0].Engine.Clock.Now;

    /// <summary>How unsure nodes were of the clock when they started the last jobs of different instants, in milliseconds; on a clock of their own not at all.</summary>
    internal Sample Unsure => _arrivals.Unsure();

    private int Armed => _beds.Sum(static bed => bed.Engine.ArmedCount);

    /// <summary>So many nodes on one storage, each a whole engine.</summary>
    internal static async Task<Bursts> StartAsync(IStorageYard yard, int most, int nodes)
    {
        Bursts bursts = new(most) { _storage = await yard.NewAsync() };
        for (int i = 0; i < nodes; i++)
        {
            int node = i;
            bursts._beds.Add(await TestBed.StartAsync(bursts._storage, (_, context, _) => bursts.Handle(node, context)));
        }

        return bursts;
    }

    /// <summary>So many jobs at one instant, far enough ahead that all are armed before it.</summary>
    internal async Task<Sample> RunAsync(int count)
    {
        Instant due = Now + TimeSpan.FromMilliseconds(500) + TimeSpan.FromMicroseconds(150 * count);
        Instant[] instants = new Instant[count];
        Array.Fill(instants, due);
        return await RunAsync(instants);
    }

    /// <summary>One job at each instant. Returns when all are committed, by how many milliseconds each began late.</summary>
    internal async Task<Sample> RunAsync(IReadOnlyList<Instant> due)
    {
        // Where all have one instant the handler need not ask for its own, as the items of the bare fan-out need not.
        _instant = due[0] == due[^1] ? due[0].ToDateTimeOffset() : null;
        Task all = _arrivals.Expect(due.Count);
        await _beds[0].Client.SubmitAllAsync([.. due.Select(at => new JobRequest { Kind = TestBed.Kind, Owner = "bench", Trigger = new AtTrigger(at) })]);
        bool armed = await UntilAsync(() => Armed >= due.Count, due[0]) || due[^1] - due[0] > TimeSpan.FromSeconds(1);
        if (!armed)
        {
            throw new InvalidOperationException($"Only {Armed} of {due.Count} jobs were armed before their instant: the machine is too busy to measure punctuality.");
        }

        await all;
        await UntilAsync(() => Armed == 0, Instant.Max);
        return _arrivals.Sample();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestBed bed in _beds)
        {
            await bed.DisposeAsync();
        }

        await _storage.DisposeAsync();
    }

    private async Task<bool> UntilAsync(Func<bool> condition, Instant end)
    {
        while (!condition())
        {
            if (Now >= end)
            {
                return false;
            }

            await Task.Delay(s_look, TimeProvider.System);
        }

        return true;
    }

    private ValueTask<Outcome> Handle(int node, Handlers.JobContext context)
    {
        // The wall clock with all its digits: the engine's own instants are whole microseconds.
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        bool alone = _instant is null;
        _arrivals.Note((now - (_instant ?? context.At.ToDateTimeOffset())).TotalMilliseconds, alone ? _beds[node].Engine.Clock.Uncertainty.TotalMilliseconds : 0);
        return new ValueTask<Outcome>(Outcome.Success);
    }
}
