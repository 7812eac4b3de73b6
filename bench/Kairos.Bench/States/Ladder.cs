using Kairos.Bench.Peers;
using Kairos.Bench.States.Steps;
using Kairos.Bench.Throughput;
using Npgsql;

namespace Kairos.Bench.States;

/// <summary>Measures steps on the same rows, one after the other, each from the state that was kept.</summary>
internal sealed class Ladder(NpgsqlDataSource source, PeerDatabase database, StatusTable table, StateOracle oracle)
{
    /// <summary>Runs a step for an instant, holds what it left against the oracle, and puts the rows back.</summary>
    /// <param name="step">What is measured.</param>
    /// <param name="now">Microseconds since 1970 UTC.</param>
    /// <param name="written">The rows that it is to write.</param>
    /// <exception cref="InvalidOperationException">It did not do what it is for.</exception>
    internal async Task<StepFigures> MeasureAsync(ILadderStep step, long now, long written)
    {
        (Stint stint, StepCounts counts, long statements, double server) = await RunAsync(step, now);
        if (counts.Written != written)
        {
            throw new InvalidOperationException($"'{step.Name}' wrote {counts.Written} rows of {written}: this is no measurement.");
        }

        await oracle.CheckAsync(step.NextColumn, now);
        await table.RestoreAsync(step.NextColumn, now);
        return new StepFigures
        {
            Name = step.Name,
            Seconds = stint.Seconds,
            Statements = statements,
            Read = counts.Read,
            Written = counts.Written,
            EngineCpuSeconds = stint.CpuSeconds,
            DatabaseCpuSeconds = server,
        };
    }

    /// <summary>Runs a step for an instant at which it has nothing to write.</summary>
    /// <exception cref="InvalidOperationException">It wrote something.</exception>
    internal async Task WarmAsync(ILadderStep step, long now)
    {
        (_, StepCounts counts, _, _) = await RunAsync(step, now);
        if (counts.Written != 0)
        {
            throw new InvalidOperationException($"'{step.Name}' wrote {counts.Written} rows that were right.");
        }
    }

    // What the counters say is asked of another database, so that nothing of it counts.
    private async Task<(Stint Stint, StepCounts Counts, long Statements, double Server)> RunAsync(ILadderStep step, long now)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using (NpgsqlCommand warm = new("select 1", connection))
        {
            await warm.ExecuteScalarAsync();
        }

        long statements = await database.StatementsAsync();
        double server = database.ServerSeconds();
        StepCounts counts = default;
        Stint stint = await Stint.OfAsync(async () => counts = await step.RunAsync(connection, now));
        return (stint, counts, await database.StatementsAsync() - statements, database.ServerSeconds() - server);
    }
}
