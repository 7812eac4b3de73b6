using System.Globalization;
using Kairos.Playground.Api;
using Kairos.Playground.Network;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Kairos.Playground.Pages.Students;

/// <summary>Entering as a student, one's session and one's seats.</summary>
internal static class StudentPage
{
    public static void MapStudent(this IEndpointRouteBuilder app)
    {
        app.MapPost("/enter", EnterAsync).CarriedAs(Routes.Html);
        app.MapGet("/me", Show).CarriedAs(Routes.Html);
        app.MapPost("/me/release", ReleaseAsync).CarriedAs(Routes.Release);
    }

    private static async Task<IResult> EnterAsync(HttpContext context, Site site)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var cookies = site.Sessions.Enrol(Sessions.GuestPrefix, 1)[0].Cookies;
        SetCookie(context, SessionCookies.SessionName, cookies.Session!);
        SetCookie(context, SessionCookies.ServerName, cookies.Server!);
        return SeeOther(
            context,
            int.TryParse(form["room"], CultureInfo.InvariantCulture, out var room)
                ? string.Create(CultureInfo.InvariantCulture, $"/rooms/{room}")
                : "/me");
    }

    private static PageResult Show(int? answer, HttpContext context, Site site)
    {
        var student = site.Sessions.Find(context.SessionCookies());
        var body = student is null ? Entrance : Desk(site, student, answer);
        return Shell.Page(site, new ShellContent("我的 Mine", body) { Under = "/me" });
    }

    private static async Task<IResult> ReleaseAsync(HttpContext context, Site site, FrontDesk desk)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var mode = RequestReading.ToMode(form["mode"].ToString());
        var cookies = context.SessionCookies();
        var token = form["token"].ToString();
        var genuine = site.Sessions.Find(cookies) is { } student && site.Tokens.Take(token, student.Name) is not null;
        var answer = genuine ? desk.GiveBack(cookies, mode, context.Visit()) : Answer.StalePage;
        return SeeOther(context, string.Create(CultureInfo.InvariantCulture, $"/me?answer={(int)answer}"));
    }

    // Written by hand: a cookie made by the framework would have the | of SERVERID encoded.
    private static void SetCookie(HttpContext context, string name, string value) =>
        context.Response.Headers.Append(
            HeaderNames.SetCookie,
            new SetCookieHeaderValue(name, value) { Path = "/", HttpOnly = true, SameSite = Microsoft.Net.Http.Headers.SameSiteMode.Strict }.ToString());

    private static StatusCodeHttpResult SeeOther(HttpContext context, string address)
    {
        context.Response.Headers.Location = address;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static Html Entrance { get; } = Html.Of($"""
        <section class="hero"><div><h1>您还没有进入</h1>
        <p class="lead" lang="en">You have no session, or it is over. Enter to get one.</p>
        <form method="post" action="/enter"><button>以同学身份进入 <i lang="en">Enter as a student</i></button></form>
        </div></section>
        """);

    private static Html Desk(Site site, Student student, int? answer) => Html.Of($"""
        <section class="hero"><div><h1>同学 {student.Name}</h1><p class="lead" lang="en">Your session and your seats.</p></div>{Moments.OpeningNote(site)}</section>
        {Outcome(answer)}
        <h2>预定 <i lang="en">Reservations</i></h2>
        <ul class="rows">{Seat(site, student, VenueMode.Tomorrow)}{Seat(site, student, VenueMode.Today)}</ul>
        <h2>会话 <i lang="en">Session</i></h2>
        <p>把这一行粘贴到抢座命令里。<i lang="en">Paste this line into a command. It is a credential: whoever has it acts as you.</i></p>
        <pre tabindex="0"><code>{student.Cookies.Header}</code></pre>
        """);

    private static Html Outcome(int? answer) => answer switch
    {
        null => Html.None,
        (int)Answer.Done => Html.Of($"""<p class="notice good" role="status"><b>退座成功</b> <i lang="en">Seat given back.</i></p>"""),
        { } code when Enum.IsDefined((Answer)code) => Html.Of($"""
            <p class="notice bad" role="status"><b>{((Answer)code).Message()}</b> <i lang="en">{((Answer)code).English()}.</i></p>
            """),
        _ => Html.None,
    };

    private static Html Seat(Site site, Student student, VenueMode mode)
    {
        var booking = site.Reservations.Of(student.Name, mode, site.DayOf(mode));
        if (booking is null)
        {
            return Html.Of($"""<li class="row plain"><span class="name">{ModeWords.Of(mode)}</span><span class="count">没有预定 <i lang="en">none</i></span></li>""");
        }

        var room = site.Catalogue.Room(booking.Place.Room)!;
        return Html.Of($"""
            <li class="row plain"><span class="name"><b>{room.Name} · {booking.Place.Seat} 号</b><small>{ModeWords.Of(mode)} · {Moments.Exact(booking.BookedAt)}</small></span>
            <form method="post" action="/me/release"><input type="hidden" name="mode" value="{mode.ToText()}">
            <input type="hidden" name="token" value="{site.Tokens.Issue(student.Name, room.Id, mode)}">
            <button class="quiet">退座 <i lang="en">Give back</i></button></form></li>
            """);
    }
}
