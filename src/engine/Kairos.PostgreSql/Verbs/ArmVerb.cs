using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Verbs;

/// <summary>Claims what is planned soon.</summary>
internal sealed class ArmVerb(Database database, LowWater low)
{
    public async ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(int node, ArmSpan span, IReadOnlyCollection<string> kinds)
    {
        List<ArmedRow> rows = [];
        if (kinds.Count > 0 && low.IsFull(span.From))
        {
            rows.AddRange(await ParkedAsync(node, span, kinds));
        }

        if (rows.Count < span.Limit)
        {
            rows.AddRange(await DueAsync(node, span with { Limit = span.Limit - rows.Count }));
        }

        rows.Sort(ByStart);
        return rows;
    }

    public async ValueTask<IReadOnlyList<ArmedRow>> HeldAsync(int node)
    {
        await using NpgsqlCommand held = database.Command("held");
        held.Parameters.Int(node);
        return await held.AllAsync(Rows.Armed);
    }

    internal static int ByStart(ArmedRow left, ArmedRow right)
    {
        int order = left.At.CompareTo(right.At);
        order = order != 0 ? order : right.Priority.CompareTo(left.Priority);
        return order != 0 ? order : left.Id.CompareTo(right.Id);
    }

    private async ValueTask<List<ArmedRow>> DueAsync(int node, ArmSpan span)
    {
        Instant from = low.Begin(span.From);
        List<ArmedRow> rows = [];
        try
        {
            await using NpgsqlCommand due = database.Command("arm_due");
            due.Parameters.At(from).At(span.Until).Int(span.Limit).Int(node);
            rows = await due.AllAsync(Rows.Armed);
            rows.Sort(ByStart);
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
