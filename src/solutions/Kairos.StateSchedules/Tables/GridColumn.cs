using System.Buffers;
using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Tables;

/// <summary>Reads the grids of one statement, through one buffer.</summary>
/// <threadsafety>For one read.</threadsafety>
internal sealed class GridColumn(ScheduleMapping schedule) : IDisposable
{
    // 672 coefficients of 20 digits fit; what is longer is no grid.
    private const int LongestGrid = 16_384;

    private char[] _text = ArrayPool<char>.Shared.Rent(1_024);

    /// <summary>Nothing for a null, which is always inside; else a grid, or that it can't be read.</summary>
    internal RowFlags Read(DbDataReader reader, int ordinal, out WeeklyGrid grid)
    {
        grid = default;
        if (reader.IsDBNull(ordinal))
        {
            return RowFlags.None;
        }

        int length = (int)reader.GetChars(ordinal, 0, _text, 0, _text.Length);
        if (length == _text.Length)
        {
            ArrayPool<char>.Shared.Return(_text);
            _text = ArrayPool<char>.Shared.Rent(LongestGrid);
            length = (int)reader.GetChars(ordinal, 0, _text, 0, _text.Length);
        }

        return length < _text.Length && TryRead(_text.AsSpan(0, length), out grid) ? RowFlags.HasGrid : RowFlags.Unreadable;
    }

    private bool TryRead(ReadOnlySpan<char> text, out WeeklyGrid grid)
    {
        bool isRead = schedule.Format == GridFormat.Coefficients ? TryReadCoefficients(text, out grid) : WeeklyGrid.TryParse(text.ToString(), out grid, out _);
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

    private static bool TryReadCoefficients(ReadOnlySpan<char> text, out WeeklyGrid grid)
    {
        grid = default;
        try
        {
            bool[] slots = [.. JsonSerializer.Deserialize(text, CoefficientJson.Default.DoubleArray) is { } read ? read.Select(c => c > 0) : []];
            if (slots.Length is not (168 or 336 or 672))
            {
                return false;
            }

            grid = WeeklyGrid.Of(slots);
            return true;
        }
        catch (JsonException)
        {
            // Counted as unreadable by the caller; `why` shows the row.
            return false;
        }
    }

    public void Dispose() => ArrayPool<char>.Shared.Return(_text);
}

[JsonSerializable(typeof(double[]))]
internal sealed partial class CoefficientJson : JsonSerializerContext;
