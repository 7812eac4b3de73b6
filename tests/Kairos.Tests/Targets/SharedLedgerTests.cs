using Kairos.Stores;
using Kairos.Targets;
using Kairos.Time;

namespace Kairos.Tests.Targets;

public sealed class SharedLedgerTests
{
    private static readonly Instant s_opens = Instant.From(new DateTimeOffset(2026, 1, 1, 0, 0, 10, TimeSpan.Zero));
    private readonly JumpingTime _time = new();
    private readonly FakeSlots _slots = new();
    private readonly List<Exception> _faults = [];

    private static Instant After(double ms) => s_opens + TimeSpan.FromMilliseconds(ms);

    private SharedLedger Ledger(double perSecond = 10, int burst = 1) =>
        new(_slots, SlotGrid.Of("venue", perSecond, burst), new TargetClock(new EngineClock(_time), static () => { }), _time) { Failed = _faults.Add };

    private static async Task<Instant> ReserveAsync(SharedLedger ledger, Instant earliest) => await SlotAsync(ledger.Ask(earliest));

    private static async Task<Instant> SlotAsync(SlotRequest request) => await request.WaitAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    private static Task<Instant[]> SlotsAsync(IEnumerable<SlotRequest> requests) => Task.WhenAll(requests.Select(SlotAsync));

    private static Task StoreAway => throw new StoreUnavailableException("Out of reach, for the test.");

    [Fact]
    public async Task Nodes_share_one_budget_and_what_is_reserved_ahead_leaves_the_time_before_it_free()
    {
        SharedLedger[] nodes = [Ledger(30, 3), Ledger(30, 3)];
        List<Instant> slots = [];
        for (int i = 0; i < 8; i++)
        {
            slots.Add(await ReserveAsync(nodes[i % 2], After(20)));
        }

        slots.ShouldBe([After(20), After(20), After(20), After(100), After(100), After(100), After(200), After(200)]);
        (await ReserveAsync(nodes[0], After(-250))).ShouldBe(After(-250));
    }

    [Fact]
    public async Task Ten_thousand_of_one_instant_cost_a_few_statements_and_keep_the_order_in_which_they_asked()
    {
        TaskCompletionSource asked = new();
        _slots.Before = _ => asked.Task;
        SharedLedger ledger = Ledger(50);
        SlotRequest[] requests = [.. ledger.AskOften(s_opens, 10_000)];
        asked.SetResult();
        Instant[] slots = await SlotsAsync(requests);
        slots.ShouldBe(Enumerable.Range(0, 10_000).Select(i => After(20.0 * i)));
        _slots.Said.Count.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task A_node_that_comes_after_others_finds_the_end_of_what_they_took_without_trying_cell_by_cell()
    {
        await SlotsAsync([.. Ledger(50).AskOften(s_opens, 3_000)]);
        int said = _slots.Said.Count;

        SharedLedger second = Ledger(50);
        (await ReserveAsync(second, s_opens)).ShouldBe(After(20.0 * 3_000));
        (await ReserveAsync(second, s_opens)).ShouldBe(After(20.0 * 3_001));
        (_slots.Said.Count - said).ShouldBeLessThan(20);
    }

    [Fact]
    public async Task Many_at_once_on_many_nodes_never_overfill_a_cell_and_leave_none_empty()
    {
        SharedLedger[] nodes = [.. Enumerable.Range(0, 4).Select(_ => Ledger(100, 5))];
        Instant[][] slots = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            List<Instant> got = [];
            while (got.Count < 250)
            {
                got.AddRange(await SlotsAsync([.. nodes[i % 4].AskOften(s_opens, 10)]));
            }

            return got.ToArray();
        })));
        await Task.WhenAll(nodes.Select(n => n.Settled));

        slots.SelectMany(s => s).GroupBy(s => s.Micros / 50_000).Count().ShouldBe(400);
        slots.SelectMany(s => s).GroupBy(s => s.Micros / 50_000).ShouldAllBe(cell => cell.Count() == 5);
        _slots.Used.ShouldBe(2_000);
    }

    [Fact]
    public async Task While_the_store_is_away_nobody_is_granted_anything_and_all_are_when_it_is_back()
    {
        TaskCompletionSource asked = new();
        SharedLedger ledger = Ledger();
        List<SlotRequest> requests = [];
        int tries = 0;
        _slots.Before = async _ =>
        {
            await asked.Task;
            requests.ShouldAllBe(r => r.IsOpen);
            await (++tries <= 3 ? StoreAway : Task.CompletedTask);
        };
        requests.AddRange(ledger.AskOften(s_opens, 2));
        asked.SetResult();

        (await SlotsAsync(requests)).ShouldBe([After(0), After(100)]);
        (_faults.Count, tries, _slots.Used).ShouldBe((3, 4, 2));
        Instant.From(_time.GetUtcNow()).ShouldBe(After(-10_000) + TimeSpan.FromMilliseconds(100 + 200 + 400));
    }

    [Fact]
    public async Task A_lost_answer_wastes_a_slot_and_never_has_it_twice()
    {
        bool lost = false;
        _slots.After = verb => verb == "take" && !lost && (lost = true) ? StoreAway : Task.CompletedTask;

        (await ReserveAsync(Ledger(), s_opens)).ShouldBe(After(100));
        _slots.Used.ShouldBe(2);
    }

    [Fact]
    public async Task A_slot_given_back_goes_to_the_next_who_asks_on_whatever_node()
    {
        SharedLedger first = Ledger();
        Instant[] slots = await SlotsAsync([.. first.AskOften(s_opens, 4)]);
        first.Return(slots[1]);
        await first.Settled;
        first.Return(slots[2]);
        await first.Settled;

        (await ReserveAsync(Ledger(), s_opens)).ShouldBe(slots[1]);
        (await ReserveAsync(first, s_opens)).ShouldBe(slots[2]);
        (await ReserveAsync(first, s_opens)).ShouldBe(After(400));
        _slots.Used.ShouldBe(5);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_his_slot_to_others()
    {
        TaskCompletionSource asked = new();
        TaskCompletionSource answer = new();
        _slots.Before = async verb =>
        {
            asked.TrySetResult();
            await (verb == "take" ? answer.Task : Task.CompletedTask);
        };
        SharedLedger ledger = Ledger();
        SlotRequest request = ledger.Ask(s_opens);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        request.TryGiveUp().ShouldBeTrue();
        answer.SetResult();
        await ledger.Settled;

        _slots.Used.ShouldBe(0);
        (await ReserveAsync(Ledger(), s_opens)).ShouldBe(After(0));
    }

    [Fact]
    public async Task A_slot_that_has_gone_by_when_its_answer_comes_is_not_used()
    {
        bool slow = false;
        _slots.After = verb =>
        {
            if (verb == "take" && !slow)
            {
                slow = true;
                _time.Advance(TimeSpan.FromMilliseconds(250));
            }

            return Task.CompletedTask;
        };
        Instant now = Instant.From(_time.GetUtcNow());
        Instant slot = await ReserveAsync(Ledger(), now);

        // It aims beyond what an answer takes.
        slot.ShouldBe(now + TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task Who_waits_when_the_store_is_closed_is_cancelled()
    {
        _slots.Before = static _ => throw new ObjectDisposedException("store");
        await Should.ThrowAsync<OperationCanceledException>(() => ReserveAsync(Ledger(), s_opens));
    }

    [Fact]
    public async Task What_the_store_cannot_do_ever_is_told_and_not_tried_for_ever()
    {
        _slots.Before = static _ => throw new InvalidOperationException("No such table, for the test.");
        SharedLedger ledger = Ledger();
        (await Should.ThrowAsync<InvalidOperationException>(() => ReserveAsync(ledger, s_opens))).Message.ShouldContain("No such table");

        _slots.Before = static _ => Task.CompletedTask;
        (await ReserveAsync(ledger, s_opens)).ShouldBe(After(0));
    }
}

internal static class LedgerAsks
{
    internal static IEnumerable<SlotRequest> AskOften(this SharedLedger ledger, Instant earliest, int times) => Enumerable.Range(0, times).Select(_ => ledger.Ask(earliest));
}
