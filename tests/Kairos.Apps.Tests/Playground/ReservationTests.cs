using Kairos.Playground;
using Kairos.Playground.Venue;

namespace Kairos.Apps.Tests.Playground;

public sealed class ReservationTests
{
    private readonly DeskScene _scene = new();

    [Fact]
    public void Seat_goes_to_one_and_is_taken_for_the_next()
    {
        _scene.Open();
        var winner = _scene.Student();

        _scene.Take(winner, 46).ShouldBe(Answer.Done);
        _scene.Take(_scene.Student(), 46).ShouldBe(Answer.Taken);
        _scene.Site.Reservations.At(_scene.Day(46))!.Student.ShouldBe(winner.Name);
    }

    [Fact]
    public void Student_has_at_most_one_seat_for_a_day_and_mode()
    {
        _scene.Open();
        var student = _scene.Student();
        _scene.Take(student, 46).ShouldBe(Answer.Done);

        _scene.Take(student, 47).ShouldBe(Answer.AlreadyBooked);
        _scene.Take(student, 47, VenueMode.Today).ShouldBe(Answer.Done);
    }

    [Fact]
    public async Task A_thousand_at_once_on_ten_seats_leave_ten_winners()
    {
        _scene.Open();
        var students = _scene.Site.Sessions.Enrol(Sessions.StudentPrefix, 1000);
        var answers = await Task.WhenAll(students.Select((student, index) => Task.Run(() => _scene.Take(student, (index % 10) + 1))));

        answers.Count(answer => answer == Answer.Done).ShouldBe(10);
        answers.Count(answer => answer == Answer.Taken).ShouldBe(990);
        _scene.Site.Reservations.All().Select(booking => booking.Place.Seat).Order().ShouldBe(Enumerable.Range(1, 10));
        Audit.DoubleBooked(_scene.Site.Record.After(0)).ShouldBe(0);
    }

    [Fact]
    public async Task One_token_used_by_many_at_once_books_once()
    {
        _scene.Open();
        var student = _scene.Student();
        student.CaptchaDemanded.ShouldBeFalse();
        var token = _scene.Page(student).Token!;
        var answers = await Task.WhenAll(Enumerable.Range(1, 15).Select(seat => Task.Run(() => _scene.Reserve(student, seat, token))));

        answers.Count(answer => answer == Answer.Done).ShouldBe(1);
        answers.Count(answer => answer == Answer.StalePage).ShouldBe(14);
    }

    [Fact]
    public void Seat_given_back_is_free_again()
    {
        _scene.Open();
        var (first, second) = (_scene.Student(), _scene.Student());
        _scene.Take(first, 46);

        _scene.GiveBack(first).ShouldBe(Answer.Done);
        _scene.GiveBack(first).ShouldBe(Answer.NothingToGiveBack);
        _scene.Take(second, 46).ShouldBe(Answer.Done);
        Audit.DoubleBooked(_scene.Site.Record.After(0)).ShouldBe(0);
    }

    [Fact]
    public void Held_seat_is_contended_for_others_until_the_hold_ends()
    {
        _scene.Open();
        var (chooser, other) = (_scene.Student(), _scene.Student());
        _scene.Hold(chooser, 46, TimeSpan.FromSeconds(1)).ShouldBe(Answer.Done);

        _scene.Hold(other, 46, TimeSpan.FromSeconds(1)).ShouldBe(Answer.Contended);
        Standing(46).State.ShouldBe(SeatState.Held);
        _scene.Time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromMicroseconds(1));
        _scene.Take(other, 46).ShouldBe(Answer.Contended);
        _scene.Time.Advance(TimeSpan.FromMicroseconds(1));
        Standing(46).State.ShouldBe(SeatState.Free);
        _scene.Take(other, 46).ShouldBe(Answer.Done);
    }

    [Fact]
    public void Who_holds_a_seat_books_it()
    {
        _scene.Open();
        var chooser = _scene.Student();
        _scene.Hold(chooser, 46, TimeSpan.FromSeconds(1));

        _scene.Take(chooser, 46).ShouldBe(Answer.Done);
        Standing(46).ShouldBe(new SeatStanding(SeatState.Taken, chooser.Name, ByRival: false));
    }

    [Theory]
    [InlineData("0,0")]
    [InlineData("46")]
    [InlineData("")]
    [InlineData("nonsense")]
    public void Place_without_a_seat_is_refused(string place)
    {
        _scene.Open();
        var student = _scene.Student();

        _scene.ReserveAt(student, place, _scene.Page(student).Token!).ShouldBe(Answer.NoSuchSeat);
    }

    [Fact]
    public void Closed_room_gives_out_neither_pages_nor_seats()
    {
        _scene.Open();
        var student = _scene.Student();
        var token = _scene.Page(student).Token!;
        _scene.Room.Open = false;

        _scene.Page(student).ShouldBe((Answer.RoomClosed, null));
        _scene.Reserve(student, 46, token).ShouldBe(Answer.RoomClosed);
    }

    [Fact]
    public void Seats_for_today_need_no_opening() =>
        _scene.Take(_scene.Student(), 46, VenueMode.Today).ShouldBe(Answer.Done);

    private SeatStanding Standing(int seat) =>
        _scene.Site.Reservations.Standing(_scene.Room, VenueMode.Tomorrow, _scene.Day(seat).Day)[seat - 1];
}
