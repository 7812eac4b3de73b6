using Npgsql;

namespace Kairos.Bench.States.Steps;

/// <summary>Writes the rows that are due, which it is told beforehand, by key: what any way of doing it must at least do.</summary>
/// <param name="due">With the status and the next change that they are to have.</param>
/// <param name="nextColumn">Which column, and so which indexes, it writes.</param>
internal sealed class BareUpdate(IReadOnlyList<DueRow> due, string nextColumn) : ILadderStep
{
    public string Name => $"the bare UPDATE of the same rows by key, status and {nextColumn}";

    public string NextColumn => nextColumn;

    public async Task<StepCounts> RunAsync(NpgsqlConnection connection, long now)
    {
        await using ShardWrites writes = await ShardWrites.OpenAsync(connection, nextColumn);
        foreach (DueRow row in due)
        {
            writes.Add(row.Shard, row.Id, row.Status, row.Next);
        }

        await writes.WriteRestAsync();
        return new StepCounts(0, writes.Written);
    }
}
