using Kairos.Playground;
using Kairos.Playground.Network;
using Kairos.Playground.Venue;

namespace Kairos.Apps.Tests.Playground;

public sealed class ArrivalRecordTests
{
    private readonly DeskScene _scene = new();

    [Fact]
    public void Record_stands_in_the_order_of_arrival_not_of_answering()
    {
        var (first, second) = (_scene.Site.Record.Arrive(Routes.Clock), _scene.Site.Record.Arrive(Routes.Room));
        _scene.Site.Record.Close(second);
        _scene.Site.Record.Close(first);

        _scene.Site.Record.After(0).ShouldBe([first, second]);
        _scene.Site.Record.After(first.Seq).ShouldBe([second]);
    }

    [Fact]
    public void A_seat_booked_twice_counts_as_double_booked_once()
    {
        var day = _scene.Day(46);
        List<Visit> visits = [Booked(day, Routes.Reserve), Booked(day, Routes.Reserve), Booked(_scene.Day(47), Routes.Reserve)];

        Audit.DoubleBooked(visits).ShouldBe(1);
        Audit.DoubleBooked([.. visits, Booked(day, Routes.Release)]).ShouldBe(0);
    }

    [Fact]
    public void The_same_seat_for_another_day_or_mode_is_no_double_booking()
    {
        var day = _scene.Day(46);

        Audit.DoubleBooked(
        [
            Booked(day, Routes.Reserve),
            Booked(day with { Day = day.Day.AddDays(1) }, Routes.Reserve),
            Booked(day with { Mode = VenueMode.Today }, Routes.Reserve),
        ]).ShouldBe(0);
    }

    [Fact]
    public void A_hundred_thousand_entries_cost_next_to_nothing_each()
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var visit = 0; visit < 100_000; visit++)
        {
            _scene.Site.Record.Close(_scene.Site.Record.Arrive(Routes.Clock));
        }

        _scene.Site.Record.After(0).Count.ShouldBe(100_000);

        // Some 1 us each here; the bound leaves room for a busy machine and none for a slow record.
        TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Reset_gives_all_seats_back_and_empties_the_record()
    {
        _scene.Open();
        var student = _scene.Student();
        _scene.Take(student, 46);
        _scene.Site.Reset();

        _scene.Site.Reservations.All().ShouldBeEmpty();
        _scene.Site.Record.After(0).ShouldBeEmpty();
        _scene.Take(student, 46).ShouldBe(Answer.Done);
    }

    [Fact]
    public void Mishaps_and_latency_follow_the_conditions()
    {
        var weather = new Weather(
            new NetworkConditions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(10), ErrorShare: 0.2, DropShare: 0.4), seed: 1);
        var trips = Enumerable.Range(0, 10_000).Select(_ => weather.Next()).ToList();

        trips.ShouldAllBe(trip => trip.OneWay >= TimeSpan.FromMilliseconds(5) && trip.OneWay <= TimeSpan.FromMilliseconds(15));
        trips.Average(trip => trip.OneWay.TotalMilliseconds).ShouldBe(10, 0.2);
        Share(Mishap.Error).ShouldBe(0.2, 0.02);
        Share(Mishap.RequestLost).ShouldBe(0.2, 0.02);
        Share(Mishap.AnswerLost).ShouldBe(0.2, 0.02);

        double Share(Mishap mishap) => trips.Count(trip => trip.Mishap == mishap) / (double)trips.Count;
    }

    private Visit Booked(SeatDay place, string route)
    {
        var visit = _scene.Site.Record.Arrive(route);
        visit.Concerns(place);
        visit.Answer = Answer.Done;
        return visit;
    }
}
