using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Nodes;

/// <summary>The connection over which a node beats: its own, blocking, and given up after two seconds without an answer, or four where Npgsql's goodbye is not heard either.</summary>
/// <threadsafety>For one thread at a time.</threadsafety>
internal sealed class HeartLine(Database database, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_answerWithin = TimeSpan.FromSeconds(2);

    private readonly LoneSource _source = database.Alone(s_answerWithin);
    private readonly Lock _lock = new();
    private NpgsqlConnection? _connection;
    private bool _closed;

    /// <returns>The answer, and whether jobs of these kinds were put aside by nodes that have not their kinds.</returns>
    public (BeatAnswer Answer, bool Parked) Beat(int node, IReadOnlyCollection<string> kinds, NodeClock clock) => Ask("node_beat", command =>
    {
        command.Parameters.Int(node).At(Instant.From(time.GetUtcNow()) + clock.Offset)
            .Long(clock.Offset.Ticks / TimeSpan.TicksPerMicrosecond).Long(clock.Uncertainty.Ticks / TimeSpan.TicksPerMicrosecond).Texts(kinds);
        (bool alive, bool drain, bool deadHold, bool asked, bool parked) = (false, false, false, false, false);
        List<NodeBeat> others = [];
        using NpgsqlDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            if (rows.GetBoolean(3))
            {
                (alive, drain, asked, parked) = (true, rows.GetBoolean(2), rows.GetBoolean(6), rows.GetBoolean(7));
            }
            else if (rows.GetBoolean(4))
            {
                deadHold = true;
            }
            else if (rows.GetInt16(5) == 0)
            {
                others.Add(new NodeBeat(rows.GetInt32(0), rows.GetInt64(1)));
            }
        }

        return (new BeatAnswer(alive, drain, others, deadHold, asked), parked);
    });

    public Instant AskClock() => database.Options.Clock is { } clock
        ? Instant.From(clock.GetUtcNow())
        : Ask("node_clock", static command =>
        {
            using NpgsqlDataReader row = command.ExecuteReader();
            row.Read();
            return row.Instant(0);
        });

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _connection?.Dispose();
            _connection = null;
        }

        _source.Dispose();
    }

    private T Ask<T>(string statement, Func<NpgsqlCommand, T> ask)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(PostgreSqlStore));
            try
            {
                _connection ??= _source.Open();
                using NpgsqlCommand command = database.Command(statement, _connection);
                return ask(command);
            }
            catch (Exception e) when (PgErrors.IsUnavailable(e))
            {
                // Whatever was wrong with it, the next beat goes over another.
                _connection?.Dispose();
                _connection = null;
                throw PgErrors.Unavailable(e, database.Place);
            }
        }
    }
}
