using Kairos.Jobs;
using Kairos.Sqlite;
using Kairos.Sqlite.Tests.Store;
using Kairos.Stores;
using Kairos.Time;
using Microsoft.Extensions.Logging.Abstractions;

/// <summary>What this assembly does as another process's start-up hook: it uses a store, for a test to end that process.</summary>
/// <remarks>The runtime looks for this very name outside of any namespace.</remarks>
#pragma warning disable MA0047, CA1050 // see the remark
internal static class StartupHook
#pragma warning restore MA0047, CA1050
{
    public static void Initialize()
    {
        string path = Environment.GetEnvironmentVariable(OtherProcess.PathVariable)!;
        RunAsync(Environment.GetEnvironmentVariable(OtherProcess.PartVariable)!, path).GetAwaiter().GetResult();
        Environment.Exit(0);
    }

    private static async Task RunAsync(string part, string path)
    {
        SqliteStore store = new(new SqliteStoreOptions { Path = path }, NullLogger<SqliteStore>.Instance, TimeProvider.System);
        _ = await store.OpenAsync(default, default);
        if (part == OtherProcess.Hold)
        {
            await HoldAsync(store);
        }
        else
        {
            await FillAsync(store);
        }
    }

    /// <summary>Stores and arms, says so, and stays until it is killed.</summary>
    private static async Task HoldAsync(SqliteStore store)
    {
        _ = await store.SubmitAllAsync([.. Enumerable.Range(0, 10).Select(_ => Some.Job())], default, default);
        IReadOnlyList<ArmedRow> rows = await store.ArmAsync(Instant.Min, Instant.Max, 4, default);
        await Console.Out.WriteLineAsync($"held {rows.Count}");
        _ = await Console.In.ReadLineAsync();
    }

    /// <summary>Stores until the file size limit is met, and says how many were acknowledged and what it was told.</summary>
    private static async Task FillAsync(SqliteStore store)
    {
        int acknowledged = 0;
        try
        {
            while (true)
            {
                _ = await store.SubmitAsync(Some.Job() with { Payload = new byte[100_000] }, default, default);
                acknowledged++;
            }
        }
        catch (StoreUnavailableException e)
        {
            long waiting = (await store.CountJobsAsync(default))[JobState.Waiting];
            await Console.Out.WriteLineAsync($"{acknowledged} {waiting} {e.Message}");
        }
    }
}
