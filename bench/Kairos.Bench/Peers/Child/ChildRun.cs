using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace Kairos.Bench.Peers.Child;

/// <summary>One measure of one peer in this process: prepares, says <c>ready</c>, waits for a line, measures, says what it measured.</summary>
/// <remarks>It ends when its standard input does, and with it when its parent does.</remarks>
internal sealed class ChildRun(IPeer peer, string measure, int count, int warmUp)
{
    internal const string Ready = "ready";
    private const int Callers = 32;
    private const int Singles = 10;
    private const int WarmUps = 2;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_apart = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan s_lead = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_leastLead = TimeSpan.FromMilliseconds(500);

    private readonly Arrived _arrived = new();
    private readonly SemaphoreSlim _lines = new(0);

    /// <summary>Arguments: peer, settings (JSON), measure, count, warm-up, connection string.</summary>
    internal static async Task<int> RunAsync(string[] words)
    {
        IPeer peer = words[0] switch
        {
            "kairos" => new KairosPeer(words[5]),
            "quartz" => new QuartzPeer(words[5], JsonSerializer.Deserialize(words[1], PeerJson.Default.QuartzSettings)!),
            _ => throw new ArgumentException($"'{words[0]}' is no peer of this program: it knows kairos and quartz.", nameof(words)),
        };
        ChildRun run = new(peer, words[2], int.Parse(words[3], CultureInfo.InvariantCulture), int.Parse(words[4], CultureInfo.InvariantCulture));
        run.Listen();
        ChildFigures figures = await run.MeasureAsync(words[5]);
        Console.WriteLine(JsonSerializer.Serialize(figures, PeerJson.Default.ChildFigures));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }

    private Task<ChildFigures> MeasureAsync(string connectionString) => measure switch
    {
        "submit-one" => SubmitsAsync(OneByOneAsync),
        "submit-32" => SubmitsAsync(TogetherAsync),
        "submit-bulk" => SubmitsAsync(jobs => InBulkAsync(jobs, Later())),
        "due" => DueAsync(connectionString),
        _ => BurstsAsync(),
    };

    private void Listen() => new Thread(() =>
    {
        while (Console.ReadLine() is not null)
        {
            _lines.Release();
        }

        Environment.Exit(0);
    })
    { IsBackground = true }.Start();

    private async Task ReadyAsync()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Console.WriteLine(Ready);
        await _lines.WaitAsync();
    }

    private async Task<ChildFigures> SubmitsAsync(Func<int, Task> submitAsync)
    {
        await peer.OpenAsync();
        await submitAsync(warmUp);
        await ReadyAsync();
        return await TimeAsync(() => submitAsync(count));
    }

    private async Task<ChildFigures> DueAsync(string connectionString)
    {
        for (int i = 0; i < WarmUps; i++)
        {
            await peer.PreloadAsync(warmUp);
            await using NpgsqlConnection onlooker = await WatcherAsync(connectionString);
            await DrainAsync(onlooker, warmUp);
            await peer.StopAsync();
        }

        await peer.PreloadAsync(count);

        // A session tells the server what it did when it ends: none is left that did anything before the start.
        NpgsqlConnection.ClearAllPools();
        await using NpgsqlConnection watcher = await WatcherAsync(connectionString);
        await ReadyAsync();
        int looks = 0;
        return await TimeAsync(async () => looks = await DrainAsync(watcher, count)) with { Looks = looks };
    }

    private static async Task<NpgsqlConnection> WatcherAsync(string connectionString)
    {
        NpgsqlConnection watcher = new($"{connectionString};Pooling=false");
        await watcher.OpenAsync();
        return watcher;
    }

    /// <summary>From a loaded process in which nothing runs to a store without an unfinished job.</summary>
    /// <returns>How often it looked.</returns>
    private async Task<int> DrainAsync(NpgsqlConnection watcher, int jobs)
    {
        Task ran = _arrived.Expect(jobs);
        await peer.StartAsync(_arrived.Note);
        await ran;
        await using NpgsqlCommand left = new(peer.Left, watcher);
        int looks = 1;
        while (await left.ExecuteScalarAsync() is not null)
        {
            await Task.Delay(s_look, TimeProvider.System);
            looks++;
        }

        _ = _arrived.EachOnce();
        return looks;
    }

    private async Task<ChildFigures> BurstsAsync()
    {
        await peer.StartAsync(_arrived.Note);
        for (int i = 0; i < WarmUps; i++)
        {
            await BurstAsync(warmUp);
        }

        // Anew, as the peers in JavaScript: node/peer.mjs says why.
        await peer.StopAsync();
        await peer.StartAsync(_arrived.Note);
        await ReadyAsync();
        await (count == 1 ? SinglesAsync() : BurstAsync(count));
        return new ChildFigures { LateMs = _arrived.EachOnce() };
    }

    private async Task BurstAsync(int jobs)
    {
        DateTimeOffset at = Ahead(jobs);
        Task ran = _arrived.Expect(jobs);
        await InBulkAsync(jobs, at);
        if (at - TimeProvider.System.GetUtcNow() < s_leastLead)
        {
            throw new InvalidOperationException("The jobs were submitted too late: the machine is too busy to measure punctuality.");
        }

        await ran;
    }

    private async Task SinglesAsync()
    {
        Task ran = _arrived.Expect(Singles);
        DateTimeOffset first = Ahead(0);
        for (int i = 0; i < Singles; i++)
        {
            await peer.SubmitAsync(Whole(first + (i * s_apart) + TimeSpan.FromMilliseconds(1000 * Random.Shared.NextDouble())));
        }

        await ran;
    }

    private async Task OneByOneAsync(int jobs)
    {
        for (int i = 0; i < jobs; i++)
        {
            await peer.SubmitAsync(Later());
        }
    }

    private Task TogetherAsync(int jobs) => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => OneByOneAsync(jobs / Callers))));

    private async Task InBulkAsync(int jobs, DateTimeOffset at)
    {
        for (int left = jobs; left > 0; left -= peer.Bulk)
        {
            await peer.SubmitAllAsync(Math.Min(left, peer.Bulk), at);
        }
    }

    private async Task<ChildFigures> TimeAsync(Func<Task> work)
    {
        long begun = Stopwatch.GetTimestamp();
        await work();
        return new ChildFigures { Jobs = count, Seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds };
    }

    /// <summary>Not in step with anything that polls.</summary>
    private DateTimeOffset Ahead(int jobs) =>
        Whole(TimeProvider.System.GetUtcNow() + s_lead + (jobs * peer.LeadPerJob) + TimeSpan.FromMilliseconds(1000 * Random.Shared.NextDouble()));

    private static DateTimeOffset Later() => Whole(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(1));

    /// <summary>The peers in JavaScript know no finer instants than milliseconds.</summary>
    private static DateTimeOffset Whole(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
