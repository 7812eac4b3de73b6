using Kairos.Playground;
using Kairos.Playground.Venue;

namespace Kairos.Apps.Tests.Playground;

public sealed class PageTokenTests
{
    private readonly DeskScene _scene = new();

    public PageTokenTests() => _scene.Open();

    [Fact]
    public void Token_is_good_for_one_use()
    {
        var (first, second) = (_scene.Student(), _scene.Student());
        var token = _scene.Page(first).Token!;
        _scene.Take(second, 7).ShouldBe(Answer.Done);

        _scene.Reserve(first, 7, token).ShouldBe(Answer.Taken);
        _scene.Reserve(first, 8, token).ShouldBe(Answer.StalePage);
        _scene.Take(first, 8).ShouldBe(Answer.Done);
    }

    [Fact]
    public void Token_stays_good_while_the_seat_is_held_by_somebody_else()
    {
        var (chooser, student) = (_scene.Student(), _scene.Student());
        _scene.Hold(chooser, 7, TimeSpan.FromSeconds(2)).ShouldBe(Answer.Done);
        var token = _scene.Page(student).Token!;

        _scene.Reserve(student, 7, token).ShouldBe(Answer.Contended);
        _scene.Reserve(student, 7, token).ShouldBe(Answer.Contended);
        _scene.Time.Advance(TimeSpan.FromSeconds(2));
        _scene.Reserve(student, 7, token).ShouldBe(Answer.Done);
    }

    [Fact]
    public void Token_of_another_session_is_refused_and_stays_good_for_its_owner()
    {
        var (owner, thief) = (_scene.Student(), _scene.Student());
        var token = _scene.Page(owner).Token!;

        _scene.Reserve(thief, 7, token).ShouldBe(Answer.StalePage);
        _scene.Reserve(owner, 7, token).ShouldBe(Answer.Done);
    }

    [Theory]
    [InlineData(VenueMode.Today, DeskScene.RoomId)]
    [InlineData(VenueMode.Tomorrow, 1142)]
    public void Token_is_good_for_its_own_mode_and_room_only(VenueMode mode, int room)
    {
        var student = _scene.Student();
        var token = _scene.Page(student).Token!;

        _scene.ReserveAt(student, _scene.Site.Catalogue.Room(room)!.Map.Seats[0].At, token, mode, room).ShouldBe(Answer.StalePage);
    }

    [Fact]
    public void Token_ends_exactly_at_its_lifetime()
    {
        var (quick, slow) = (_scene.Student(), _scene.Student());
        var (kept, late) = (_scene.Page(quick).Token!, _scene.Page(slow).Token!);

        _scene.Time.Advance(TimeSpan.FromSeconds(120) - TimeSpan.FromMicroseconds(1));
        _scene.Reserve(quick, 7, kept).ShouldBe(Answer.Done);
        _scene.Time.Advance(TimeSpan.FromMicroseconds(1));
        _scene.Reserve(slow, 8, late).ShouldBe(Answer.StalePage);
    }

    [Fact]
    public void Page_without_a_mode_has_no_token() =>
        _scene.Page(_scene.Student(), mode: null).ShouldBe((Answer.StalePage, null));
}
