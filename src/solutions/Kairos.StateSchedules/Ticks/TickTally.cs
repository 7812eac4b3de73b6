using System.Collections.Immutable;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tables;
using Kairos.Time;

namespace Kairos.StateSchedules.Ticks;

/// <summary>What a slice of a tick has done so far.</summary>
/// <threadsafety>For one slice.</threadsafety>
internal sealed class TickTally(StateBits bits)
{
    private readonly FlipCounts _flips = new();
    private readonly KeySample _unreadable = new();

    internal long Read { get; private set; }

    internal long Written { get; private set; }

    internal int Statements { get; set; }

    internal int Batches { get; private set; }

    internal TickMode Mode { get; set; }

    /// <summary>The oldest next change that was found.</summary>
    internal long Oldest { get; set; } = RowBatch.Never;

    /// <summary>Rows left to others.</summary>
    internal long Left { get; set; }

    /// <summary>Rows that the database refuses; null when there are none.</summary>
    internal Refusal? Refusal { get; private set; }

    internal void AddRead(ReadBack read)
    {
        Statements += read.Statements;
        Refusal = Refusal.Plus(Refusal, read.Refusal);
    }

    internal void AddRead(RowBatch batch)
    {
        Read += batch.Count;
        Batches += batch.Count > 0 ? 1 : 0;
        for (int row = 0; row < batch.Count; row++)
        {
            Oldest = Math.Min(Oldest, batch.NextChange[row]);
            if ((batch.Flags[row] & RowFlags.Unreadable) != RowFlags.None)
            {
                _unreadable.Add(batch.Keys[row]);
            }
        }
    }

    /// <summary>Rows that were evaluated and written back.</summary>
    /// <returns>How many of them were left to others.</returns>
    internal int AddWritten(RowStates rows, Written written)
    {
        Written += written.Rows;
        Statements += written.Statements;
        Refusal = Refusal.Plus(Refusal, written.Refusal);
        int left = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            if ((rows.Flags[row] & (RowFlags.Left | RowFlags.Refused)) != RowFlags.None)
            {
                // It is as it was, and no flip.
                rows.NewStatus[row] = rows.Status[row];
                left += (rows.Flags[row] & RowFlags.Left) != RowFlags.None ? 1 : 0;
            }
        }

        _flips.Add(rows, bits);
        return left;
    }

    internal TickNotes ToNotes(TickPayload payload, Instant due, TimeSpan duration, Instant began) => new()
    {
        Mapping = payload.Mapping,
        Slice = payload.Slice,
        Of = payload.Of,
        Mode = Mode,
        Due = due.ToDateTimeOffset(),
        Read = Read,
        Written = Written,
        Left = Left,
        Unreadable = _unreadable.Count,
        UnreadableKeys = _unreadable.Keys,
        Statements = Statements,
        Batches = Batches,
        Flips = [.. _flips.Flips().Select(static flip => new Flip(StateWords.Names[(int)flip.From], StateWords.Names[(int)flip.To], flip.Rows))],
        DurationMs = duration.TotalMilliseconds,

        // Users write -infinity to have a row looked at: no calendar has that.
        LagMs = Oldest < began.Micros ? (began - new Instant(Math.Max(Oldest, Instant.Min.Micros))).TotalMilliseconds : 0,
    };
}
