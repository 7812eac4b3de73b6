using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Sqlite.Verbs;

/// <summary>Claims what is planned soon.</summary>
internal sealed class ArmVerb(Statements statements, long session)
{
    private readonly Statement _due = statements.Named("arm_due");
    private readonly Statement _held = statements.Named("held");
    private readonly Statement _adopt = statements.Named("adopt");

    public IReadOnlyList<ArmedRow> Arm(Instant from, Instant until, int limit)
    {
        _due.Bind(1, from);
        _due.Bind(2, until);
        _due.Bind(3, limit);
        _due.Bind(4, session);
        List<ArmedRow> rows = Read(_due);
        rows.Sort(ArmedRow.ByStart);
        return rows;
    }

    public IReadOnlyList<Hold> Held()
    {
        _held.Bind(1, session);
        List<Hold> held = [];
        while (_held.Step())
        {
            held.Add(new Hold(_held.Id(0), _held.Long(1)));
        }

        return held;
    }

    public IReadOnlyList<ArmedRow> Adopt(IReadOnlyList<Hold> holds)
    {
        List<ArmedRow> rows = new(holds.Count);
        foreach (Hold hold in holds)
        {
            _adopt.Bind(1, hold.Id);
            _adopt.Bind(2, hold.Fence);
            _adopt.Bind(3, session);
            rows.AddRange(Read(_adopt));
        }

        return rows;
    }

    private static List<ArmedRow> Read(Statement rows)
    {
        List<ArmedRow> read = [];
        while (rows.Step())
        {
            read.Add(new ArmedRow
            {
                Id = rows.Id(0),
                Owner = rows.Text(1),
                Kind = rows.Text(2),
                Key = rows.MaybeText(3),
                Due = rows.Instant(4),
                At = rows.Instant(5),
                Priority = rows.Int(6),
                Fence = rows.Long(7),
                Attempt = rows.Int(8),
                Lost = rows.Int(9),
                Version = rows.Int(10),
                MaxAttempts = rows.MaybeInt(11),
                Trigger = rows.MaybeText(12),
                Settle = rows.Flag(13),
                Payload = rows.Bytes(14).ToArray(),
                Ran = rows.Int(15),
            });
        }

        return read;
    }
}
