using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Verbs;

/// <summary>Claims what is planned soon.</summary>
internal sealed class ArmVerb(Database database, TimeProvider time)
{
    private static readonly TimeSpan s_parkedEach = TimeSpan.FromMilliseconds(500);

    private readonly LowWater _low = new(time);
    private long _parkedAt;

    public async ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(int node, ArmSpan span, IReadOnlyCollection<string> kinds)
    {
        List<ArmedRow> rows = [];
        if (kinds.Count > 0 && IsTimeForParked())
        {
            rows.AddRange(await ParkedAsync(node, span, kinds));
        }

        if (rows.Count < span.Limit)
        {
            Instant from = _low.Begin(span.From);
            List<ArmedRow> due = await DueAsync(node, span with { From = from, Limit = span.Limit - rows.Count });
            _low.End(span, from, due);
            rows.AddRange(due);
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

    private bool IsTimeForParked()
    {
        long last = Interlocked.Read(ref _parkedAt);
        long now = time.GetTimestamp();
        return (last == 0 || time.GetElapsedTime(last, now) >= s_parkedEach) && Interlocked.CompareExchange(ref _parkedAt, now, last) == last;
    }

    internal static int ByStart(ArmedRow left, ArmedRow right)
    {
        int order = left.At.CompareTo(right.At);
        order = order != 0 ? order : right.Priority.CompareTo(left.Priority);
        return order != 0 ? order : left.Id.CompareTo(right.Id);
    }

    private async ValueTask<List<ArmedRow>> DueAsync(int node, ArmSpan span)
    {
        await using NpgsqlCommand due = database.HotCommand("arm_due");
        due.Parameters.At(span.From).At(span.Until).Int(span.Limit).Int(node);
        List<ArmedRow> rows = await due.AllAsync(Rows.Armed);
        rows.Sort(ByStart);
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
