using System.Collections.Immutable;
using Kairos.Seats.Commands;
using Kairos.Seats.Grabs;
using Kairos.Seats.Venues;

namespace Kairos.Seats.Tests.Grabs;

public sealed class BookingTests
{
    private readonly ScriptedVenue _venue = new()
    {
        Rooms = new Dictionary<int, int[]> { [1230] = [80, 81, 82], [1231] = [81, 82, 83], [1232] = [1, 2] },
    };

    [Fact]
    public async Task The_first_candidate_is_booked_and_read_back()
    {
        _venue.Answers(1230, 80, VenueCode.Booked);

        Ending ending = await GrabAsync((1230, 80), (1231, 81));

        ending.ShouldBe(new Ending("booked", "says Booked", new RoomSeat(1230, 80)));
        _venue.Asked.ShouldBe([new RoomSeat(1230, 80)]);
        _venue.ReadBacks.ShouldBe(1);
    }

    [Fact]
    public async Task A_seat_answer_does_not_end_the_task_the_next_candidate_is_tried()
    {
        _venue.Answers(1230, 80, VenueCode.Taken).Answers(1231, 81, VenueCode.Booked);

        (await GrabAsync((1230, 80), (1231, 81))).Code.ShouldBe("booked");

        _venue.Asked.ShouldBe([new RoomSeat(1230, 80), new RoomSeat(1231, 81)]);
    }

    [Fact]
    public async Task Only_named_seats_are_ever_tried()
    {
        (await GrabAsync((1230, 80), (1231, 81))).Code.ShouldBe("taken");

        _venue.Asked.ShouldBe([new RoomSeat(1230, 80), new RoomSeat(1231, 81)]);
    }

    [Fact]
    public async Task An_excluded_seat_is_never_asked_for()
    {
        _venue.Answers(1231, 81, VenueCode.Booked).Answers(1231, 83, VenueCode.Booked);
        _venue.NotFree.Add(new RoomSeat(1231, 82));

        Ending ending = await GrabAsync((-1230, 0), (1231, -81));

        ending.Booked.ShouldBe(new RoomSeat(1231, 83));
        _venue.Asked.ShouldNotContain(new RoomSeat(1231, 81));
    }

    [Fact]
    public async Task Any_room_reads_each_room_once_and_not_the_same_one_again()
    {
        await GrabAsync((0, 0));

        _venue.Asked.Select(s => s.Room).Distinct().Order().ShouldBe([1230, 1231, 1232]);
        _venue.Asked.ShouldBeUnique();
    }

    [Fact]
    public async Task The_fallback_takes_any_free_seat_that_is_not_barred_when_all_named_are_taken()
    {
        _venue.Answers(1232, 1, VenueCode.Booked).Answers(1232, 2, VenueCode.Booked);

        Ending ending = await GrabAsync(fallback: true, (1230, 80), (-1231, 0));

        ending.Code.ShouldBe("booked");
        ending.Booked!.Value.Room.ShouldBe(1232);
        _venue.Asked.ShouldNotContain(s => s.Room == 1231);
    }

    [Fact]
    public async Task A_contended_seat_is_tried_three_times_and_keeps_its_token()
    {
        _venue.Answers(1230, 80, VenueCode.Contended).Answers(1231, 81, VenueCode.Booked);

        (await GrabAsync((1230, 80), (1231, 81))).Code.ShouldBe("booked");

        _venue.Asked.Count(s => s.Seat == 80).ShouldBe(3);
        _venue.Tokens.Take(3).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_stale_page_is_fetched_again_at_most_three_times()
    {
        _venue.Answers(1230, 80, VenueCode.StalePage);

        (await GrabAsync((1230, 80))).Code.ShouldBe("stale-page");

        _venue.Asked.Count.ShouldBe(4);
        _venue.Tokens.ShouldBeUnique();
    }

    [Fact]
    public async Task A_stale_page_followed_by_a_fresh_one_books()
    {
        _venue.Answers(1230, 80, VenueCode.StalePage, VenueCode.Booked);

        (await GrabAsync((1230, 80))).Code.ShouldBe("booked");
    }

    [Theory]
    [InlineData(VenueCode.SessionExpired, "session-expired")]
    [InlineData(VenueCode.NeedsHuman, "needs-human")]
    [InlineData(VenueCode.Refused, "refused")]
    public async Task Some_answers_end_the_grab_without_a_second_candidate(VenueCode answer, string outcome)
    {
        _venue.Answers(1230, 80, answer).Answers(1231, 81, VenueCode.Booked);

        (await GrabAsync((1230, 80), (1231, 81))).Code.ShouldBe(outcome);

        _venue.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_closed_room_leads_to_the_next_candidate()
    {
        _venue.Answers(1230, 80, VenueCode.Closed).Answers(1231, 81, VenueCode.Booked);

        (await GrabAsync((1230, 80), (1231, 81))).Code.ShouldBe("booked");
    }

    [Fact]
    public async Task A_lost_answer_whose_booking_happened_is_told_as_booked()
    {
        _venue.Answers(1230, 80, VenueCode.Unreachable, VenueCode.AlreadyBooked);
        _venue.Reservation = new RoomSeat(1230, 80);

        (await GrabAsync((1230, 80))).Code.ShouldBe("booked");
    }

    [Fact]
    public async Task A_reservation_from_before_is_told_as_already_booked()
    {
        _venue.Answers(1230, 80, VenueCode.AlreadyBooked);
        _venue.Reservation = new RoomSeat(1232, 1);

        Ending ending = await GrabAsync((1230, 80));

        ending.Code.ShouldBe("already-booked");
        ending.Booked.ShouldBe(new RoomSeat(1232, 1));
    }

    [Fact]
    public async Task Booked_without_a_reservation_to_be_found_is_unconfirmed()
    {
        _venue.Answers(1230, 80, VenueCode.Booked);
        _venue.Forgets = true;

        (await GrabAsync((1230, 80))).Code.ShouldBe("unconfirmed");
        _venue.ReadBacks.ShouldBe(3);
    }

    [Fact]
    public async Task An_unknown_answer_is_tried_again_within_its_limit_and_kept_verbatim()
    {
        _venue.Answers(1230, 80, VenueCode.Unknown);

        Ending ending = await GrabAsync((1230, 80));

        ending.ShouldBe(new Ending("unknown", "says Unknown"));
        _venue.Asked.Count.ShouldBe(GrabBench.Options.MostUnclear);
    }

    [Fact]
    public async Task A_venue_that_never_answers_ends_the_grab_after_its_time()
    {
        _venue.AnswersPages([.. Enumerable.Repeat(VenueCode.Unreachable, 1_000)]);

        GrabBench bench = new(_venue);
        Ending ending = await bench.RunAsync([new Candidate(1230, 80), new Candidate(1231, 81), new Candidate(1232, 1)], fallback: true);

        ending.Code.ShouldBe("unreachable");
        bench.Elapsed.ShouldBeLessThanOrEqualTo(GrabBench.Options.GrabFor);
    }

    [Theory]
    [InlineData(VenueCode.SessionExpired, "session-expired")]
    [InlineData(VenueCode.Refused, "refused")]
    [InlineData(VenueCode.NeedsHuman, "needs-human")]
    public async Task Preparation_already_tells_what_no_opening_will_mend(VenueCode answer, string outcome)
    {
        _venue.AnswersPages(answer);

        (await new GrabBench(_venue).PrepareAsync([new Candidate(1230, 80)]))!.Code.ShouldBe(outcome);
    }

    [Fact]
    public async Task Preparation_opens_one_page_per_room()
    {
        (await new GrabBench(_venue).PrepareAsync([new Candidate(1230, 80), new Candidate(1230, 81), new Candidate(1231, 81)])).ShouldBeNull();

        _venue.PagesOpened.ShouldBe([1230, 1231]);
    }

    private Task<Ending> GrabAsync(params (int Room, int Seat)[] candidates) => GrabAsync(fallback: false, candidates);

    private Task<Ending> GrabAsync(bool fallback, params (int Room, int Seat)[] candidates) =>
        new GrabBench(_venue).RunAsync([.. candidates.Select(c => new Candidate(c.Room, c.Seat))], fallback);
}
