using Kairos.Stores;
using Kairos.Targets;
using Kairos.Time;

namespace Kairos.Tests.Targets;

public sealed class SlotLedgerTests
{
    private static readonly Instant s_opens = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 10, 0, TimeSpan.Zero));

    private static SlotLedger Ledger(double perSecond, int burst) => new(SlotGrid.Of("venue", perSecond, burst));

    private static Instant After(double ms) => s_opens + TimeSpan.FromMilliseconds(ms);

    [Fact]
    public void Each_cell_admits_its_burst_and_the_next_goes_at_the_beginning_of_the_next_cell()
    {
        SlotLedger ledger = Ledger(perSecond: 30, burst: 3);
        Instant[] slots = [.. Enumerable.Range(0, 8).Select(_ => ledger.Reserve(After(20)))];
        slots.ShouldBe([After(20), After(20), After(20), After(100), After(100), After(100), After(200), After(200)]);
    }

    [Fact]
    public void A_reservation_ahead_leaves_the_time_before_it_free()
    {
        SlotLedger ledger = Ledger(10, 1);
        for (int i = 0; i < 100; i++)
        {
            ledger.Reserve(s_opens);
        }

        ledger.Reserve(After(-250)).ShouldBe(After(-250));
        ledger.Reserve(After(-250)).ShouldBe(After(-200));
        ledger.Reserve(After(-250)).ShouldBe(After(-100));
        ledger.Reserve(After(-250)).ShouldBe(After(10_000));
    }

    [Fact]
    public void A_slot_given_back_goes_to_the_next_who_asks()
    {
        SlotLedger ledger = Ledger(10, 1);
        Instant[] slots = [.. Enumerable.Range(0, 5).Select(_ => ledger.Reserve(s_opens))];
        ledger.Return(slots[2]);
        ledger.Reserve(s_opens).ShouldBe(slots[2]);
        ledger.Reserve(s_opens).ShouldBe(After(500));
        ledger.Return(After(60_000));
        ledger.Reserve(After(60_000)).ShouldBe(After(60_000));
        ledger.Reserve(After(60_000)).ShouldBe(After(60_100));
    }

    [Fact]
    public void A_slot_is_over_with_its_cell()
    {
        SlotGrid grid = SlotGrid.Of("venue", 10, 1);
        grid.IsOver(After(20), After(-5_000)).ShouldBeFalse();
        grid.IsOver(After(20), After(99)).ShouldBeFalse();
        grid.IsOver(After(20), After(100)).ShouldBeTrue();
    }

    [Fact]
    public void Ten_thousand_reservations_of_one_instant_get_as_many_cells_in_order()
    {
        SlotLedger ledger = Ledger(50, 1);
        for (int i = 0; i < 10_000; i++)
        {
            ledger.Reserve(s_opens).ShouldBe(After(20.0 * i));
        }
    }

    [Fact]
    public void It_does_what_a_ledger_does_that_walks_from_cell_to_cell()
    {
        Random random = new(17);
        SlotLedger ledger = Ledger(20, 2);
        Dictionary<long, int> plain = [];
        List<Instant> taken = [];
        for (int i = 0; i < 8_000; i++)
        {
            Instant asked = After(random.Next(0, 40_000));
            if (taken.Count > 0 && random.Next(3) == 0)
            {
                int which = random.Next(taken.Count);
                plain[taken[which].Micros / 50_000 / 2]--;
                ledger.Return(taken[which]);
                taken.RemoveAt(which);
                continue;
            }

            long cell = asked.Micros / 100_000;
            long first = cell;
            while (plain.GetValueOrDefault(cell) >= 2)
            {
                cell++;
            }

            plain[cell] = plain.GetValueOrDefault(cell) + 1;
            Instant slot = ledger.Reserve(asked);
            slot.ShouldBe(cell == first ? asked : new Instant(cell * 100_000));
            taken.Add(slot);
        }
    }

    [Fact]
    public async Task Many_at_once_never_overfill_a_cell()
    {
        SlotLedger ledger = Ledger(100, 5);
        Instant[][] slots = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 500).Select(_ => ledger.Reserve(s_opens)).ToArray())));
        slots.SelectMany(s => s).GroupBy(s => s.Micros / 50_000).ShouldAllBe(cell => cell.Count() == 5);
    }

    [Fact]
    public void It_forgets_what_has_long_gone_by_and_remembers_what_is_near_and_ahead()
    {
        SlotLedger ledger = Ledger(10, 1);
        Instant nextYear = s_opens + TimeSpan.FromDays(365);
        ledger.Reserve(nextYear);
        for (int i = 0; i < 200_000; i++)
        {
            ledger.Reserve(After(100.0 * i)).ShouldBe(After(100.0 * i));
            if (i % 50 == 0)
            {
                ledger.Reserve(nextYear);
            }
        }

        ledger.CellsKept.ShouldBeLessThan(50_000);
        ledger.Reserve(After(100.0 * 199_000)).ShouldBe(After(100.0 * 200_000));
        ledger.Reserve(nextYear).ShouldBe(nextYear + TimeSpan.FromMilliseconds(100 * 4_001));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    public void A_budget_of_nothing_is_refused(double perSecond, int burst) => Should.Throw<ArgumentOutOfRangeException>(() => Ledger(perSecond, burst));

    [Theory]
    [InlineData(0.1, 1, 10_000)]
    [InlineData(3, 1, 334)]
    [InlineData(1000, 1, 1)]
    public void The_rate_is_never_above_what_was_asked_for(double perSecond, int burst, double cellMs)
    {
        SlotLedger ledger = Ledger(perSecond, burst);
        Instant first = ledger.Reserve(s_opens);
        Instant second = ledger.Reserve(s_opens);
        Instant third = ledger.Reserve(s_opens);
        (third - second).ShouldBe(TimeSpan.FromMilliseconds(1_000 / perSecond), TimeSpan.FromMicroseconds(1));
        (second - first).ShouldBeLessThanOrEqualTo(TimeSpan.FromMilliseconds(cellMs));
    }
}
