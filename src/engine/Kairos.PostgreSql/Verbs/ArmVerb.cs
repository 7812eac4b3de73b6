using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Verbs;

/// <summary>Claims what is planned soon.</summary>
internal sealed class ArmVerb(Database database, LowWater low)
{
    // Before the first beat it is not known.
    private int _mayBeParked = 1;

    /// <summary>Jobs of kinds that this node can run were put aside by another: the next claim takes them along.</summary>
    public void LookForParked() => Volatile.Write(ref _mayBeParked, 1);

    public async ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(int node, ArmSpan span, IReadOnlyCollection<string> kinds)
    {
        List<ArmedRow> parked = kinds.Count > 0 && Interlocked.Exchange(ref _mayBeParked, 0) != 0 ? await ParkedAsync(node, span, kinds) : [];
        if (parked.Count == span.Limit)
        {
            parked.Sort(ArmedRow.ByStart);
            return parked;
        }

        List<ArmedRow> rows = await DueAsync(node, span with { Limit = span.Limit - parked.Count });
        if (parked.Count > 0)
        {
            rows.AddRange(parked);
            rows.Sort(ArmedRow.ByStart);
        }

        return rows;
    }

    public async ValueTask<IReadOnlyList<Hold>> HeldAsync(int node)
    {
        await using NpgsqlCommand held = database.Command("held");
        held.Parameters.Int(node);
        return await held.AllAsync(static row => new Hold(row.JobId(0), row.GetInt64(1)));
    }

    public async ValueTask<IReadOnlyList<ArmedRow>> AdoptAsync(IReadOnlyList<Hold> holds)
    {
        await using NpgsqlCommand adopt = database.Command("adopt");
        adopt.Parameters.Holds(holds, static hold => hold);
        return await adopt.AllAsync(Rows.Armed);
    }

    private async ValueTask<List<ArmedRow>> DueAsync(int node, ArmSpan span)
    {
        Instant from = low.Begin(span.From);
        List<ArmedRow> rows = [];
        try
        {
            await using NpgsqlCommand due = database.HotCommand("arm_due");
            due.Parameters.At(from).At(span.Until).Int(span.Limit).Int(node);
            rows = await due.AllAsync(Rows.Armed);
            rows.Sort(ArmedRow.ByStart);
        }
        finally
        {
            low.End(span, from, rows);
        }

        return rows;
    }

    private async ValueTask<List<ArmedRow>> ParkedAsync(int node, ArmSpan span, IReadOnlyCollection<string> kinds)
    {
        await using NpgsqlCommand parked = database.Command("arm_parked");
        parked.Parameters.At(span.Until).Int(span.Limit).Int(node).Texts(kinds);
        return await parked.AllAsync(Rows.Armed);
    }
}

/// <summary>What an arm looks for: [From, Until), at most so many.</summary>
internal readonly record struct ArmSpan(Instant From, Instant Until, int Limit);
