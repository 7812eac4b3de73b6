using Kairos.Playground;
using Kairos.Playground.Venue;

namespace Kairos.Apps.Tests.Playground;

/// <summary>The venue without its web, and students who ask at its front desk.</summary>
internal sealed class DeskScene
{
    public const int RoomId = 1141;

    public DeskScene(PlaygroundOptions? options = null)
    {
        Site = new Site(options ?? new PlaygroundOptions(), Time);
        Desk = new FrontDesk(Site);
    }

    public static TimeSpan UntilOpening { get; } = TimeSpan.FromMinutes(10);

    public StoppedClock Time { get; } = new();

    public Site Site { get; }

    public FrontDesk Desk { get; }

    public Room Room => Site.Catalogue.Room(RoomId)!;

    public Student Student() => Site.Sessions.Enrol(Sessions.StudentPrefix, 1)[0];

    public string Place(int seat) => Room.Map.Numbered(seat)!.At;

    public SeatDay Day(int seat, VenueMode mode = VenueMode.Tomorrow) => new(RoomId, seat, mode, Site.DayOf(mode));

    public (Answer Answer, string? Token) Page(Student student, VenueMode? mode = VenueMode.Tomorrow, int room = RoomId) =>
        Visit(Routes.Page, visit => Desk.OpenPage(student.Cookies, Site.Catalogue.Room(room)!, mode, visit));

    public Answer Reserve(Student student, int seat, string token, VenueMode? mode = VenueMode.Tomorrow, int room = RoomId) =>
        ReserveAt(student, Place(seat), token, mode, room);

    public Answer ReserveAt(Student student, string place, string token, VenueMode? mode = VenueMode.Tomorrow, int room = RoomId) =>
        Visit(Routes.Reserve, visit => Desk.Reserve(student.Cookies, new SeatWish(room, place, mode, token), visit));

    /// <summary>Fetches the page and reserves.</summary>
    public Answer Take(Student student, int seat, VenueMode mode = VenueMode.Tomorrow) =>
        Reserve(student, seat, Page(student, mode).Token ?? "", mode);

    public Answer GiveBack(Student student, VenueMode mode = VenueMode.Tomorrow) =>
        Visit(Routes.Release, visit => Desk.GiveBack(student.Cookies, mode, visit));

    public Answer Hold(Student student, int seat, TimeSpan span) =>
        Visit(Routes.Hold, visit => Desk.Hold(student, Day(seat), span, visit));

    public void Open() => Time.Advance(UntilOpening);

    private T Visit<T>(string route, Func<Visit, T> request)
    {
        var visit = Site.Record.Arrive(route);
        var answer = request(visit);
        Site.Record.Close(visit);
        return answer;
    }
}
