using System.Net;
using Kairos.Playground.Venue;

namespace Kairos.Apps.Tests.Playground;

public sealed class WireTests
{
    [Fact]
    public async Task Half_the_round_trip_passes_before_the_arrival_and_half_after_it()
    {
        var time = new StoppedClock();
        var start = time.GetUtcNow();
        await using var venue = await VenueServer.StartAsync(
            VenueServer.Quick with { Latency = TimeSpan.FromMilliseconds(40) }, time);
        var onItsWay = time.NextWait();
        var request = venue.Http.GetAsync("/api/clock");

        await onItsWay;
        venue.Site.Record.After(0).ShouldBeEmpty();
        var onItsWayBack = time.NextWait();
        time.Advance(TimeSpan.FromMilliseconds(20));
        await onItsWayBack;
        venue.Site.Record.After(0).Single().Arrival.ShouldBe(start + TimeSpan.FromMilliseconds(20));
        request.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(20));

        using var response = await request;
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Date_is_written_before_the_way_back()
    {
        var time = new StoppedClock();
        await using var venue = await VenueServer.StartAsync(
            VenueServer.Quick with { Latency = TimeSpan.FromSeconds(4) }, time);
        var wait = time.NextWait();
        var request = venue.Http.GetAsync("/api/clock");
        for (var way = 0; way < 2; way++)
        {
            await wait;
            wait = time.NextWait();
            time.Advance(TimeSpan.FromSeconds(2));
        }

        using var response = await request;
        response.Headers.Date.ShouldBe(new DateTimeOffset(2026, 11, 22, 12, 0, 2, TimeSpan.Zero));
    }

    [Fact]
    public async Task An_error_is_answered_500_is_not_handled_and_stands_in_the_record()
    {
        await using var venue = await VenueServer.StartAsync(VenueServer.Quick with { ErrorShare = 1 });
        using var response = await venue.Http.GetAsync("/api/clock");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var visit = venue.Site.Record.After(0).Single();
        visit.Fault.ShouldBe("error");
        visit.Answer.ShouldBeNull();
    }

    [Fact]
    public async Task A_dropped_request_has_no_answer_and_may_have_been_handled_all_the_same()
    {
        var time = new StoppedClock();
        await using var venue = await VenueServer.StartAsync(VenueServer.Quick with { DropShare = 1 }, time);
        time.Advance(DeskScene.UntilOpening);
        var seats = venue.Site.Catalogue.Room(1141)!.Map.Seats;
        foreach (var seat in seats.Take(30))
        {
            await ReserveInVainAsync(venue, time, seat);
        }

        var visits = venue.Site.Record.After(0);
        visits.Count.ShouldBe(30);
        var handled = visits.Where(visit => visit.Fault == "answer-lost").ToList();
        handled.ShouldNotBeEmpty();
        handled.ShouldAllBe(visit => visit.Answer == Answer.Done);
        var lost = visits.Where(visit => visit.Fault == "request-lost").ToList();
        lost.ShouldNotBeEmpty();
        lost.ShouldAllBe(visit => visit.Answer == null);
        venue.Site.Reservations.All().Count.ShouldBe(handled.Count);
    }

    // Either the connection breaks, or it stays silent: then the silence is the wait that begins.
    private static async Task ReserveInVainAsync(VenueServer venue, StoppedClock time, Seat seat)
    {
        var cookies = await venue.EnrolAsync();
        var student = venue.Site.Sessions.Named($"s{seat.Number:D3}")!;
        var token = venue.Site.Tokens.Issue(student.Name, 1141, Kairos.Playground.VenueMode.Tomorrow);
        var silence = time.NextWait();
        var request = venue.ReserveAsync(cookies, token, seat.At);
        if (await Task.WhenAny(request, silence) == silence)
        {
            time.Advance(TimeSpan.FromSeconds(30));
        }

        await Should.ThrowAsync<HttpRequestException>(() => request);
    }
}
