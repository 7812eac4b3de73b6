using Kairos.Playground;
using Kairos.Playground.Venue;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Apps.Tests.Playground;

public sealed class RivalTests : IDisposable
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(1);

    private readonly DeskScene _scene = new();
    private readonly Rivals _rivals;

    public RivalTests() => _rivals = new Rivals(_scene.Site, _scene.Desk, _scene.Time, NullLogger<Rivals>.Instance);

    [Fact]
    public async Task Rivals_take_the_named_seats_from_the_opening_on_and_none_before()
    {
        var wave = _rivals.Send(Order(10, Seats(1, 10)), VenueMode.Tomorrow);
        wave.From.ShouldBe(_scene.Time.GetUtcNow() + DeskScene.UntilOpening);
        await RunAsync(wave);

        var visits = _scene.Site.Record.After(0).Where(visit => visit.Route == Routes.Reserve).ToList();
        visits.ShouldAllBe(visit => visit.Rival && visit.Answer == Answer.Done);
        visits[0].SinceOpening.ShouldBe(0);
        visits.ShouldAllBe(visit => visit.SinceOpening >= 0);
        _scene.Site.Reservations.All().Select(booking => booking.Place.Seat).Order().ShouldBe(Enumerable.Range(1, 10));
        Audit.Early(_scene.Site.Record.After(0)).ShouldBe(0);
    }

    [Fact]
    public async Task Rivals_act_at_their_reaction_time()
    {
        var wave = _rivals.Send(Order(40, Seats(1, 40)), VenueMode.Tomorrow);
        await RunAsync(wave);

        var arrivals = _scene.Site.Record.After(0)
            .Where(visit => visit.Route == Routes.Reserve)
            .ToDictionary(visit => visit.Seat!.Value, visit => TimeSpan.FromMicroseconds(visit.SinceOpening));
        foreach (var plan in wave.Plans)
        {
            arrivals[plan.Seat.Number].ShouldBeInRange(plan.Reaction - TimeSpan.FromMicroseconds(1), plan.Reaction + (2 * s_step));
        }
    }

    [Fact]
    public async Task Some_hold_a_seat_for_one_to_three_seconds_and_then_book_it()
    {
        var order = Order(20, Seats(1, 20));
        var wave = _rivals.Send(order with { Rivals = order.Rivals with { HoldShare = 1 } }, VenueMode.Tomorrow);
        await RunAsync(wave);

        wave.Plans.ShouldAllBe(plan => plan.Hold >= TimeSpan.FromSeconds(1) && plan.Hold <= TimeSpan.FromSeconds(3));
        _scene.Site.Record.After(0).Count(visit => visit.Route == Routes.Hold && visit.Answer == Answer.Done).ShouldBe(20);
        _scene.Site.Reservations.All().Count.ShouldBe(20);
    }

    [Fact]
    public async Task Some_give_their_seat_back()
    {
        var order = Order(20, Seats(1, 20));
        var wave = _rivals.Send(
            order with { Rivals = order.Rivals with { GiveBackShare = 1, GiveBackAfter = TimeSpan.FromSeconds(2) } }, VenueMode.Tomorrow);
        await RunAsync(wave);

        _scene.Site.Reservations.All().ShouldBeEmpty();
        _scene.Site.Record.After(0).Count(visit => visit.Route == Routes.Release && visit.Answer == Answer.Done).ShouldBe(20);
        Audit.DoubleBooked(_scene.Site.Record.After(0)).ShouldBe(0);
    }

    [Fact]
    public async Task Rivals_called_off_do_nothing_more()
    {
        var wave = _rivals.Send(Order(10, Seats(1, 10)), VenueMode.Tomorrow);
        _rivals.CallOff();
        await wave.Done;
        _scene.Open();

        _scene.Site.Record.After(0).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rivals_for_today_come_at_once()
    {
        var wave = _rivals.Send(Order(5, Seats(1, 5)), VenueMode.Today);
        wave.From.ShouldBe(_scene.Time.GetUtcNow());
        await RunAsync(wave);

        _scene.Site.Reservations.All().ShouldAllBe(booking => booking.Place.Mode == VenueMode.Today);
    }

    [Fact]
    public async Task Starting_leaves_no_trace_when_no_rivals_are_wanted()
    {
        await _rivals.StartAsync(CancellationToken.None);

        _scene.Site.Record.After(0).ShouldBeEmpty();
        _scene.Site.Sessions.Named("r001").ShouldBeNull();
    }

    [Fact]
    public void Plans_follow_from_the_seed_and_name_distinct_seats_as_far_as_there_are()
    {
        var catalogue = _scene.Site.Catalogue;
        var plans = RivalPlans.Draw(Order(50, []), catalogue);

        RivalPlans.Draw(Order(50, []), catalogue).ShouldBe(plans);
        RivalPlans.Draw(Order(50, []) with { Seed = 9 }, catalogue).ShouldNotBe(plans);
        plans.Select(plan => (plan.Room.Id, plan.Seat.Number)).Distinct().Count().ShouldBe(50);
        RivalPlans.Draw(Order(7, Seats(1, 3)), catalogue).Select(plan => plan.Seat.Number).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void Reactions_run_from_zero_to_the_slowest_with_more_quick_than_slow_ones()
    {
        var plans = RivalPlans.Draw(Order(400, []), _scene.Site.Catalogue);
        var slowest = TimeSpan.FromMilliseconds(400);

        plans.Count(plan => plan.Reaction == TimeSpan.Zero).ShouldBe(20);
        plans.ShouldAllBe(plan => plan.Reaction < slowest);
        plans.Max(plan => plan.Reaction).ShouldBeGreaterThan(slowest * 0.9);
        plans.Count(plan => plan.Reaction < slowest / 2).ShouldBeGreaterThan(240);
        plans.Select(plan => plan.Reaction).ShouldBeInOrder();
    }

    [Fact]
    public void Shares_of_holding_and_giving_back_are_about_kept()
    {
        var order = Order(1000, []);
        var plans = RivalPlans.Draw(
            order with { Rivals = order.Rivals with { HoldShare = 0.3, GiveBackShare = 0.1 } }, _scene.Site.Catalogue);

        plans.Count(plan => plan.Hold is not null).ShouldBeInRange(250, 350);
        plans.Count(plan => plan.GiveBackAfter is not null).ShouldBeInRange(70, 130);
    }

    public void Dispose() => _rivals.Dispose();

    private static RivalOrder Order(int count, IReadOnlyList<(Room Room, Seat Seat)> named) =>
        RivalOrder.From(new PlaygroundOptions { Rivals = new RivalOptions { Count = count, HoldShare = 0 } }) with { Named = named };

    private List<(Room Room, Seat Seat)> Seats(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(number => (_scene.Room, _scene.Room.Map.Numbered(number)!))];

    // The waits of rivals go on inside Advance, so that time may move on as soon as it returns.
    private async Task RunAsync(RivalWave wave)
    {
        _scene.Time.Advance(wave.From - _scene.Time.GetUtcNow());
        while (!wave.Done.IsCompleted)
        {
            _scene.Time.Advance(s_step);
        }

        await wave.Done;
    }
}
