using System.Globalization;
using Kairos.Lab.Chaos.Nodes;
using Kairos.Lab.Clocks;
using Kairos.Lab.Network;

namespace Kairos.Lab.Chaos;

/// <summary>The place of one node: its way to the database, its clock, and one process after another, each started when the last has ended.</summary>
/// <threadsafety>Faults of one sort are for one caller at a time (<see cref="Life"/>, <see cref="Net"/>); the rest at any time.</threadsafety>
internal sealed class NodeSlot(string name, NodeOrder order, IReadOnlyList<string> command, PgProxy proxy, SteppedClock? clock) : IAsyncDisposable
{
    private const int KilledCode = 128 + 9;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);
    private readonly List<string> _remarks = [];
    private readonly Random _random = new(order.Seed);
    private volatile NodeLife? _life;
    private volatile bool _stopping;
    private Task _keeping = Task.CompletedTask;
    private int _lives;

    internal string Name => name;

    internal PgProxy Proxy => proxy;

    internal SteppedClock? Clock => clock;

    /// <summary>Taken by a fault of the process.</summary>
    internal SemaphoreSlim Life { get; } = new(1, 1);

    /// <summary>Taken by a fault of its network.</summary>
    internal SemaphoreSlim Net { get; } = new(1, 1);

    /// <summary>The process that has said that it is ready; null while there is none.</summary>
    internal NodeLife? Up => _life is { IsReady: true, HasEnded: false } life ? life : null;

    /// <summary>Processes that ended though nobody had killed them.</summary>
    internal IReadOnlyList<string> Remarks => _remarks;

    internal void Begin() => _keeping = KeepAsync();

    /// <summary>Returns when a process is up.</summary>
    /// <exception cref="InvalidOperationException">None was for long.</exception>
    internal async Task<NodeLife> UpAsync(CancellationToken ct)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (Up is { } life)
            {
                return life;
            }

            if (TimeProvider.System.GetElapsedTime(began) > s_patience)
            {
                throw new InvalidOperationException($"{name} was not ready within {s_patience}: its last words are in {order.History}.{_lives.ToString(CultureInfo.InvariantCulture)}.log.");
            }

            await Task.Delay(s_look, TimeProvider.System, ct);
        }
    }

    /// <summary>Lets the process end in good order, or kills it after this long.</summary>
    internal async Task StopAsync(TimeSpan patience)
    {
        _stopping = true;
        if (_life is { } life)
        {
            life.Say(LabNode.Stop);
            if (await life.EndedWithinAsync(patience) is null)
            {
                _remarks.Add($"{life.Name} did not stop within {patience}.");
                life.Kill();
            }
        }

        await _keeping;
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _life?.Kill();
        await _keeping;
        await proxy.DisposeAsync();
        Life.Dispose();
        Net.Dispose();
    }

    private async Task KeepAsync()
    {
        while (!_stopping)
        {
            string life = string.Create(CultureInfo.InvariantCulture, $"{name}.{++_lives}");
            string folder = Path.GetDirectoryName(order.History)!;
            NodeOrder next = order with { Name = life, Seed = order.Seed + (1000 * _lives), History = Path.Combine(folder, $"{life}.jsonl") };
            using NodeLife process = NodeLife.Start(command, next, Path.Combine(folder, $"{life}.log"), clock?.Variables ?? new Dictionary<string, string>());
            _life = process;
            int code = await process.EndedAsync();
            if (code != KilledCode && !(_stopping && code == 0) && process.IsReady)
            {
                // Before it is ready, a database that is away ends it: it is started again, as a supervisor would.
                _remarks.Add($"{life} ended by itself with exit code {code}; its last words are in {life}.log.");
            }

            if (!_stopping)
            {
                await Task.Delay(s_again * (0.3 + (2 * _random.NextDouble())), TimeProvider.System);
            }
        }
    }
}
