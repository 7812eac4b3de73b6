using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Nodes;

/// <summary>The table of nodes, but for beats.</summary>
internal sealed class NodeVerb(Database database)
{
    private static readonly TimeSpan s_listed = TimeSpan.FromDays(1);

    public async ValueTask<int> JoinAsync(NodeEntry node)
    {
        await RecallAsync(node.Since);
        await using NpgsqlCommand join = database.Command("node_join");
        join.Parameters.Text(PgText.Prose(node.Name)).Text(PgText.Prose(node.Version)).Texts(node.Kinds).At(node.Since);
        return (int)(await join.ExecuteScalarAsync())!;
    }

    public async ValueTask<bool> TryTakeOverAsync(int node, long beat)
    {
        await using NpgsqlCommand take = database.Command("node_take_over");
        take.Parameters.Int(node).Long(beat);
        return await take.ExecuteNonQueryAsync() > 0;
    }

    public async ValueTask<bool> LeaveAsync(int node)
    {
        await using NpgsqlCommand leave = database.Command("node_leave");
        leave.Parameters.Int(node);
        return await leave.ExecuteNonQueryAsync() > 0;
    }

    public async ValueTask<bool> DrainAsync(int node, bool drain)
    {
        await using NpgsqlCommand command = database.Command("node_drain");
        command.Parameters.Int(node).Flag(drain);
        return await command.ExecuteNonQueryAsync() > 0;
    }

    public async ValueTask<IReadOnlyList<NodeView>> ListAsync(Instant now)
    {
        await using NpgsqlCommand list = database.Command("node_list");
        list.Parameters.At(now - s_listed);
        return await list.AllAsync(static row => new NodeView
        {
            Node = row.GetInt32(0),
            Name = row.GetString(1),
            State = (NodeState)row.GetInt32(2),
            Since = row.Instant(3),
            Version = row.GetString(4),
            Beat = row.GetInt64(5),
            Kinds = row.GetFieldValue<string[]>(6),
            Clock = new NodeClock(TimeSpan.FromMicroseconds(row.GetInt64(7)), TimeSpan.FromMicroseconds(row.GetInt64(8))),
            Held = (int)row.GetInt64(9),
            Seen = row.Instant(10),
        });
    }

    public async ValueTask<int> ForgetAsync(Instant now)
    {
        await RecallAsync(now);
        await using NpgsqlCommand forget = database.Command("node_forget");
        forget.Parameters.At(now - s_listed);
        return await forget.ExecuteNonQueryAsync();
    }

    private async ValueTask RecallAsync(Instant now)
    {
        await using NpgsqlCommand recall = database.Command("node_recall");
        recall.Parameters.At(now);
        await recall.ExecuteNonQueryAsync();
    }

    public async ValueTask<IReadOnlyList<AskedHold>> AskedAsync(int node)
    {
        await using NpgsqlCommand asked = database.Command("asked");
        asked.Parameters.Int(node);
        return await asked.AllAsync(static row => new AskedHold(new Hold(row.JobId(0), row.GetInt64(1)), row.GetString(2), (AskKind)row.GetInt16(3)));
    }

    public async ValueTask<int> AnswerTooLateAsync(IReadOnlyList<AskedHold> asks)
    {
        await using NpgsqlCommand late = database.Command("asked_too_late");
        late.Parameters.Holds(asks, static ask => ask.Hold).Shorts(asks, static ask => (int)ask.Ask);
        return await late.ExecuteNonQueryAsync();
    }

    public async ValueTask<AskState> AskStateAsync(Hold hold)
    {
        await using NpgsqlCommand state = database.Command("ask_state");
        state.Parameters.Hold(hold);
        return await state.FirstAsync(static row => row.GetInt16(0)) switch
        {
            null or 0 => AskState.HoldEnded,
            < 10 => AskState.Waits,
            _ => AskState.TooLate,
        };
    }
}
