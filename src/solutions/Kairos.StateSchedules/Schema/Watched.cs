using System.Collections.Immutable;
using System.Globalization;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>Which edits of the user's make a row due: by them its state or its next change may be another.</summary>
/// <remarks>Never among them are the next change itself and the bits that Kairos writes: the write-back fires no trigger.</remarks>
internal sealed class Watched(StateMapping mapping, LiveSchema live)
{
    private readonly LiveTable _status = live.Status!;

    /// <summary>The status table's columns an edit of which is always seen.</summary>
    internal ImmutableArray<LiveColumn> Own
    {
        get
        {
            IEnumerable<string?> columns = [mapping.Shard, mapping.Schedule.By, .. mapping.Schedule.Table is null ? Dates : [], .. Filtered];
            return [.. Known(_status, columns).Where(column => !Is(column, mapping.Status) && !Is(column, mapping.NextChange))];
        }
    }

    /// <summary>The other table's columns; its key too, since another key is another row's schedule.</summary>
    internal ImmutableArray<LiveColumn> OfSchedule => live.Schedule is { } table ? [.. Known(table, [mapping.Schedule.Key, .. Dates])] : [];

    /// <summary>The filter looks at the status: bits that are not Kairos' can bring a row into it.</summary>
    internal bool StatusIsFiltered => Filtered.Any(name => name.Equals(mapping.Status, StringComparison.OrdinalIgnoreCase));

    /// <summary>The bits that Kairos writes.</summary>
    internal string Written => Number(mapping.Bits.NotStarted | mapping.Bits.Ended | mapping.Bits.OutsideSlots | mapping.Bits.BudgetExhausted);

    /// <summary>The bit of used-up budgets; null where there is none.</summary>
    internal string? Exhausted => mapping.Bits.BudgetExhausted == 0 ? null : Number(mapping.Bits.BudgetExhausted);

    private IEnumerable<string?> Dates => [mapping.Schedule.Grid, mapping.Schedule.Start, mapping.Schedule.End, mapping.Schedule.Paused];

    // Words that only look like columns, functions say, cost nothing: an edit of such a column makes its row due once too often.
    private ImmutableArray<string> Filtered => mapping.Filter is { } filter ? SqlFragment.Names(filter) : [];

    private static IEnumerable<LiveColumn> Known(LiveTable table, IEnumerable<string?> names)
    {
        HashSet<string> wanted = new(names.OfType<string>(), StringComparer.OrdinalIgnoreCase);
        return table.Columns.Where(column => wanted.Contains(column.Name));
    }

    private static bool Is(LiveColumn column, string name) => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Number(long bits) => bits.ToString(CultureInfo.InvariantCulture);
}
