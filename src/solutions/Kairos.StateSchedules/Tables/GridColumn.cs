using System.Buffers;
using System.Data.Common;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Tables;

/// <summary>Reads the grids of one statement, through one buffer.</summary>
/// <threadsafety>For one read.</threadsafety>
internal sealed class GridColumn(ScheduleMapping schedule, Dialect dialect) : IDisposable
{
    // 672 coefficients of 20 digits fit; what is longer is no grid.
    private const int MostBytes = 16_384;

    private readonly byte[] _utf8 = ArrayPool<byte>.Shared.Rent(MostBytes);

    /// <summary>Nothing for a null, which is always inside; else a grid, or that it can't be read.</summary>
    internal RowFlags Read(DbDataReader reader, int ordinal, out WeeklyGrid grid)
    {
        grid = default;
        if (reader.IsDBNull(ordinal))
        {
            return RowFlags.None;
        }

        return dialect.TryReadText(reader, ordinal, _utf8, out int length) && TryRead(_utf8.AsSpan(0, length), out grid)
            ? RowFlags.HasGrid
            : RowFlags.Unreadable;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_utf8);

    private bool TryRead(ReadOnlySpan<byte> utf8, out WeeklyGrid grid)
    {
        bool isRead = schedule.Format == GridFormat.Coefficients
            ? TryReadCoefficients(utf8, out grid)
            : WeeklyGrid.TryParse(Encoding.UTF8.GetString(utf8), out grid, out _);
        if (isRead && schedule.Vendor is not null && grid.IsConstant && !grid[0])
        {
            // A week of zeros: always to the one vendor, refused by the other.
            bool[] always = new bool[grid.Length];
            always.AsSpan().Fill(true);
            grid = WeeklyGrid.Of(always);
            return schedule.Vendor == "oceanengine";
        }

        return isRead;
    }

    private static bool TryReadCoefficients(ReadOnlySpan<byte> utf8, out WeeklyGrid grid)
    {
        grid = default;
        try
        {
            bool[] slots = [.. JsonSerializer.Deserialize(utf8, CoefficientJson.Default.DoubleArray) is { } read ? read.Select(c => c > 0) : []];
            if (slots.Length is not (168 or 336 or 672))
            {
                return false;
            }

            grid = WeeklyGrid.Of(slots);
            return true;
        }
        catch (JsonException)
        {
            // Counted as unreadable by the caller.
            return false;
        }
    }
}

[JsonSerializable(typeof(double[]))]
internal sealed partial class CoefficientJson : JsonSerializerContext;
