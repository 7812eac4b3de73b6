using Kairos.Time;

namespace Kairos.Stores;

/// <summary>Where nodes keep the request budgets of their targets together. A store of one process does not have it: there memory knows all.</summary>
/// <remarks>
/// Instants are on the target's own clock, as <see cref="SlotGrid"/> cuts it into cells, but for what a parameter says of itself.
/// All nodes must be told the same budget: while they are not, each keeps to its own.
/// </remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
public interface ISlotStore
{
    /// <summary>Takes slots: of each cell as many as are wanted and left, in one transaction.</summary>
    /// <remarks>When the answer is lost, what was taken stays so and is used by nobody.</remarks>
    /// <param name="grid">Whose slots.</param>
    /// <param name="wanted">Each cell once, ascending, with at most <see cref="SlotGrid.Burst"/> slots.</param>
    /// <param name="until">On the store's clock: when nobody asks for these cells any more. They are forgotten then.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <returns>The cells of which there was any left, in no order.</returns>
    ValueTask<IReadOnlyList<TakenSlots>> TakeSlotsAsync(SlotGrid grid, IReadOnlyList<CellSlots> wanted, Instant until, CancellationToken ct);

    /// <summary>Gives back what was taken and will not be used. Not to be repeated when the answer is lost: it would count twice.</summary>
    /// <param name="grid">Whose slots.</param>
    /// <param name="unused">Each cell once, ascending.</param>
    /// <param name="ct">Gives up waiting.</param>
    ValueTask ReturnSlotsAsync(SlotGrid grid, IReadOnlyList<CellSlots> unused, CancellationToken ct);

    /// <summary>The cells from an instant on that have nothing left, as spans, ascending: of very many the first.</summary>
    ValueTask<IReadOnlyList<FullSpan>> FullCellsAsync(SlotGrid grid, Instant from, CancellationToken ct);
}

/// <summary>A target's time as it is cut into cells: [0, Cell), [Cell, 2 Cell) and so on from 1970 on the target's clock.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Cell">The length of a cell, in whole microseconds.</param>
/// <param name="Burst">How many requests a cell admits.</param>
public sealed record SlotGrid(string Target, TimeSpan Cell, int Burst)
{
    private readonly long _micros = (long)Cell.TotalMicroseconds;

    /// <exception cref="ArgumentOutOfRangeException">Rate or burst is not above zero.</exception>
    internal static SlotGrid Of(string target, double requestsPerSecond, int burst)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(requestsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burst);
        return new SlotGrid(target, TimeSpan.FromMicroseconds(Math.Max(1, (long)Math.Ceiling(burst * 1_000_000.0 / requestsPerSecond))), burst);
    }

    internal long CellOf(Instant instant) => instant.Micros / _micros;

    internal Instant BeginOf(long cell) => new(cell * _micros);

    /// <summary>The cell of this slot has gone by: others may have filled the one that is now.</summary>
    internal bool IsOver(Instant slot, Instant now) => CellOf(slot) < CellOf(now);

    /// <summary>When a request goes that has a slot of this cell and may go from <paramref name="earliest"/> on.</summary>
    internal Instant SlotIn(long cell, Instant earliest) => CellOf(earliest) == cell ? earliest : BeginOf(cell);
}

/// <summary>Slots of a cell.</summary>
/// <param name="Cell">The beginning of the cell.</param>
/// <param name="Count">How many.</param>
public readonly record struct CellSlots(Instant Cell, int Count);

/// <summary>Slots that were taken out of a cell.</summary>
/// <param name="Cell">The beginning of the cell.</param>
/// <param name="Count">How many: as many as were wanted, or what was left.</param>
/// <param name="IsFull">It has nothing left.</param>
public readonly record struct TakenSlots(Instant Cell, int Count, bool IsFull);

/// <summary>Cells side by side that have nothing left.</summary>
/// <param name="First">The beginning of the first.</param>
/// <param name="Last">The beginning of the last.</param>
public readonly record struct FullSpan(Instant First, Instant Last);
