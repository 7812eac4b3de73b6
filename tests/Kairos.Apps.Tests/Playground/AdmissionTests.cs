using Kairos.Playground;
using Kairos.Playground.Venue;

namespace Kairos.Apps.Tests.Playground;

public sealed class AdmissionTests
{
    [Fact]
    public void One_request_too_many_within_a_second_demands_a_captcha_that_stays()
    {
        var scene = new DeskScene(new PlaygroundOptions { RequestsPerSecond = 3 });
        var student = scene.Student();
        Enumerable.Range(0, 3).Select(_ => scene.Page(student).Answer).ShouldAllBe(answer => answer == Answer.Done);

        scene.Page(student).ShouldBe((Answer.CaptchaDemanded, null));
        scene.Time.Advance(TimeSpan.FromMinutes(5));
        scene.Page(student).Answer.ShouldBe(Answer.CaptchaDemanded);
        scene.Take(student, 7).ShouldBe(Answer.CaptchaDemanded);
        scene.Page(scene.Student()).Answer.ShouldBe(Answer.Done);

        student.CaptchaDemanded = false;
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        scene.Page(student).Answer.ShouldBe(Answer.Done);
    }

    [Fact]
    public void A_second_later_requests_count_no_more()
    {
        var scene = new DeskScene(new PlaygroundOptions { RequestsPerSecond = 2 });
        var student = scene.Student();
        for (var second = 0; second < 5; second++)
        {
            scene.Page(student).Answer.ShouldBe(Answer.Done);
            scene.Page(student).Answer.ShouldBe(Answer.Done);
            scene.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void Session_ends_when_it_is_ended()
    {
        var scene = new DeskScene();
        var student = scene.Student();
        var token = scene.Page(student).Token!;
        student.Expired = true;

        scene.Page(student).ShouldBe((Answer.SessionExpired, null));
        scene.Reserve(student, 7, token).ShouldBe(Answer.SessionExpired);
        scene.GiveBack(student).ShouldBe(Answer.SessionExpired);
    }

    [Fact]
    public void Session_ends_after_its_lifetime_without_a_request_and_not_while_it_is_used()
    {
        var scene = new DeskScene(new PlaygroundOptions { SessionLifetime = TimeSpan.FromMinutes(30) });
        var student = scene.Student();
        for (var visit = 0; visit < 3; visit++)
        {
            scene.Time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromMicroseconds(1));
            scene.Page(student).Answer.ShouldBe(Answer.Done);
        }

        scene.Time.Advance(TimeSpan.FromMinutes(30));
        scene.Page(student).Answer.ShouldBe(Answer.SessionExpired);
    }

    [Fact]
    public void Both_cookies_make_the_session_and_the_times_in_serverid_do_not_matter()
    {
        var scene = new DeskScene();
        var cookies = scene.Student().Cookies;

        scene.Site.Sessions.Find(cookies with { Server = cookies.ServerPart + "|1566481444|1566481377" }).ShouldNotBeNull();
        scene.Site.Sessions.Find(cookies with { Server = null }).ShouldBeNull();
        scene.Site.Sessions.Find(cookies with { Server = "other|1|2" }).ShouldBeNull();
        scene.Site.Sessions.Find(cookies with { Session = "unknown" }).ShouldBeNull();
        scene.Site.Sessions.Find(cookies with { Session = null }).ShouldBeNull();
    }

    [Fact]
    public void Sessions_follow_from_the_seed()
    {
        var (one, same, other) = (new DeskScene(), new DeskScene(), new DeskScene(new PlaygroundOptions { Seed = 2 }));
        var student = one.Student();

        student.Name.ShouldBe("s001");
        same.Student().Cookies.ShouldBe(student.Cookies);
        other.Student().Cookies.Session.ShouldNotBe(student.Cookies.Session);
        one.Student().Name.ShouldBe("s002");
    }

    [Fact]
    public void Blacklisted_student_sees_pages_and_gets_no_seat()
    {
        var scene = new DeskScene();
        scene.Open();
        var student = scene.Student();
        student.Blacklisted = true;

        scene.Page(student).Answer.ShouldBe(Answer.Done);
        scene.Take(student, 7).ShouldBe(Answer.Blacklisted);
        student.Blacklisted = false;
        scene.Take(student, 7).ShouldBe(Answer.Done);
    }
}
