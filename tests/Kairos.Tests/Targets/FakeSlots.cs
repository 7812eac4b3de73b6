using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Tests.Targets;

/// <summary>Budgets that nodes share, in memory, with faults that a test sets.</summary>
internal sealed class FakeSlots : ISlotStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Instant, int> _used = [];
    private readonly List<string> _said = [];

    /// <summary>Called before a verb is done; what it throws is what the ledger sees.</summary>
    internal Func<string, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Called when a verb has been done; what it throws is what the ledger sees, and it was written.</summary>
    internal Func<string, Task> After { get; set; } = static _ => Task.CompletedTask;

    /// <summary>The verbs so far: take, return, full.</summary>
    internal IReadOnlyList<string> Said
    {
        get
        {
            lock (_lock)
            {
                return [.. _said];
            }
        }
    }

    /// <summary>How many slots are taken, over all cells.</summary>
    internal int Used
    {
        get
        {
            lock (_lock)
            {
                return _used.Values.Sum();
            }
        }
    }

    public ValueTask<IReadOnlyList<TakenSlots>> TakeSlotsAsync(SlotGrid grid, IReadOnlyList<CellSlots> wanted, Instant until, CancellationToken ct) => SayAsync<IReadOnlyList<TakenSlots>>("take", () =>
    {
        wanted.ShouldBeInOrder(SortDirection.Ascending, Comparer<CellSlots>.Create(static (a, b) => a.Cell.CompareTo(b.Cell)));
        List<TakenSlots> taken = [];
        foreach (CellSlots cell in wanted)
        {
            cell.Count.ShouldBeInRange(1, grid.Burst);
            cell.Cell.ShouldBeLessThan(until);
            int used = _used.GetValueOrDefault(cell.Cell);
            int got = Math.Min(cell.Count, grid.Burst - used);
            if (got > 0)
            {
                _used[cell.Cell] = used + got;
                taken.Add(new TakenSlots(cell.Cell, got, used + got == grid.Burst));
            }
        }

        return taken;
    });

    public async ValueTask ReturnSlotsAsync(SlotGrid grid, IReadOnlyList<CellSlots> unused, CancellationToken ct) => _ = await SayAsync("return", () =>
    {
        foreach (CellSlots cell in unused)
        {
            _used[cell.Cell].ShouldBeGreaterThanOrEqualTo(cell.Count, "more is given back than was taken");
            _used[cell.Cell] -= cell.Count;
        }

        return unused.Count;
    });

    // Few at a time, as of very many.
    public ValueTask<IReadOnlyList<FullSpan>> FullCellsAsync(SlotGrid grid, Instant from, CancellationToken ct) => SayAsync<IReadOnlyList<FullSpan>>("full", () =>
    {
        List<FullSpan> full = [];
        foreach (Instant cell in _used.Where(u => u.Key >= from && u.Value >= grid.Burst).Select(u => u.Key).Order().Take(500))
        {
            if (full.Count > 0 && full[^1].Last + grid.Cell == cell)
            {
                full[^1] = full[^1] with { Last = cell };
            }
            else
            {
                full.Add(new FullSpan(cell, cell));
            }
        }

        return full;
    });

    private async ValueTask<T> SayAsync<T>(string verb, Func<T> work)
    {
        await Before(verb);
        T result;
        lock (_lock)
        {
            _said.Add(verb);
            result = work();
        }

        await After(verb);
        return result;
    }
}
