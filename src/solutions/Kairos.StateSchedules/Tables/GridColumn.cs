using System.Buffers;
using System.Data.Common;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.Triggers;
using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Tables;

/// <summary>Reads the grids of one statement, through one buffer.</summary>
/// <threadsafety>For one read.</threadsafety>
internal sealed class GridColumn : IDisposable
{
    // 672 coefficients of 20 digits fit; what is longer is no grid.
    private const int MostBytes = 16_384;

    private readonly GridFormat _format;
    private readonly GridVendor _vendor;
    private readonly Dialect _dialect;
    private readonly byte[] _utf8;

    /// <exception cref="ArgumentException">The vendor is unknown, which a mapping that was read from its file never has.</exception>
    internal GridColumn(ScheduleMapping schedule, Dialect dialect)
    {
        _vendor = GridVendors.TryFind(schedule.Vendor, out GridVendor vendor, out TriggerFault? fault) ? vendor : throw new ArgumentException(fault.Message, nameof(schedule));
        (_format, _dialect) = (schedule.Format, dialect);
        _utf8 = ArrayPool<byte>.Shared.Rent(MostBytes);
    }

    /// <summary>Nothing for a null, which is always inside; else a grid, or that it can't be read.</summary>
    internal RowFlags Read(DbDataReader reader, int ordinal, out WeeklyGrid grid)
    {
        grid = default;
        if (reader.IsDBNull(ordinal))
        {
            return RowFlags.None;
        }

        return _dialect.TryReadText(reader, ordinal, _utf8, out int length) && TryRead(_utf8.AsSpan(0, length), out grid)
            ? RowFlags.HasGrid
            : RowFlags.Unreadable;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_utf8);

    private bool TryRead(ReadOnlySpan<byte> utf8, out WeeklyGrid grid)
    {
        grid = default;
        return _format switch
        {
            GridFormat.Coefficients => CoefficientReader.TryRead(utf8, out WeeklyGrid written, out _) && GridVendors.TryAdopt(_vendor, written, out grid, out _),
            GridFormat.Ranges => WeeklyGrid.TryParse(utf8, out WeeklyGrid written, out _) && GridVendors.TryAdopt(_vendor, written, out grid, out _),
            _ => GridImport.TryRead(utf8, _vendor, out grid, out _),
        };
    }
}
