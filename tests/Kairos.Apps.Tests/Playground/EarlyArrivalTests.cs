using Kairos.Playground;
using Kairos.Playground.Venue;

namespace Kairos.Apps.Tests.Playground;

public sealed class EarlyArrivalTests
{
    [Fact]
    public void A_microsecond_before_the_opening_is_early_and_stands_in_the_record()
    {
        var scene = new DeskScene();
        scene.Time.Advance(DeskScene.UntilOpening - TimeSpan.FromMicroseconds(1));

        scene.Take(scene.Student(), 46).ShouldBe(Answer.TooEarly);

        var visit = scene.Site.Record.After(0).Single(visit => visit.Route == Routes.Reserve);
        visit.SinceOpening.ShouldBe(-1);
        visit.Answer.ShouldBe(Answer.TooEarly);
        Audit.Early(scene.Site.Record.After(0)).ShouldBe(1);
    }

    [Fact]
    public void At_the_opening_instant_seats_are_given_out()
    {
        var scene = new DeskScene();
        scene.Open();

        scene.Take(scene.Student(), 46).ShouldBe(Answer.Done);
        scene.Site.Record.After(0)[^1].SinceOpening.ShouldBe(0);
        Audit.Early(scene.Site.Record.After(0)).ShouldBe(0);
    }

    [Fact]
    public void The_venues_own_clock_decides()
    {
        var scene = new DeskScene(new PlaygroundOptions { ClockOffset = TimeSpan.FromMilliseconds(-2300) });
        scene.Open();

        scene.Take(scene.Student(), 46).ShouldBe(Answer.TooEarly);
        scene.Time.Advance(TimeSpan.FromMilliseconds(2300));
        scene.Take(scene.Student(), 46).ShouldBe(Answer.Done);
    }

    [Fact]
    public void An_early_request_uses_up_its_token()
    {
        var scene = new DeskScene();
        var student = scene.Student();
        scene.Time.Advance(DeskScene.UntilOpening - TimeSpan.FromSeconds(1));
        var token = scene.Page(student).Token!;

        scene.Reserve(student, 46, token).ShouldBe(Answer.TooEarly);
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        scene.Reserve(student, 46, token).ShouldBe(Answer.StalePage);
    }

    [Fact]
    public void Page_requests_and_requests_for_today_are_never_early()
    {
        var scene = new DeskScene();
        scene.Page(scene.Student());
        scene.Take(scene.Student(), 46, VenueMode.Today);

        Audit.Early(scene.Site.Record.After(0)).ShouldBe(0);
    }

    [Fact]
    public void Early_counts_whatever_else_was_wrong_with_the_request()
    {
        var scene = new DeskScene();
        var student = scene.Student();
        student.Expired = true;

        scene.Reserve(student, 46, "no token").ShouldBe(Answer.SessionExpired);
        Audit.Early(scene.Site.Record.After(0)).ShouldBe(1);
    }
}
