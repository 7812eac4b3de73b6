using Kairos.Playground.Api;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Control;

internal sealed record SessionsOrder(int? Count);

internal sealed record SessionsGiven(IReadOnlyList<SessionGiven> Sessions);

/// <param name="Cookies">As a Cookie header carries them.</param>
internal sealed record SessionGiven(string Student, string Cookies);

/// <summary>Students: their sessions, the blacklist, captchas.</summary>
internal static class SessionsControl
{
    private const int Most = 10_000;

    public static void MapSessions(this IEndpointRouteBuilder control)
    {
        control.MapPost("/sessions", EnrolAsync);
        control.MapPost("/sessions/{student}/expire", Mark(student => student.Expired = true));
        control.MapPost("/sessions/{student}/captcha", Mark(student => student.CaptchaDemanded = true));
        control.MapDelete("/sessions/{student}/captcha", Mark(student => student.CaptchaDemanded = false));
        control.MapPost("/blacklist/{student}", Mark(student => student.Blacklisted = true));
        control.MapDelete("/blacklist/{student}", Mark(student => student.Blacklisted = false));
    }

    private static async Task<IResult> EnrolAsync(HttpContext context, Site site)
    {
        var order = await context.ReadBodyAsync(ControlJson.Web.SessionsOrder);
        if (order?.Count is not { } count || count is < 1 or > Most)
        {
            return Replies.BadRequest($"Send {{\"count\": 200}}: how many students to give a session, 1 to {Most}.");
        }

        var students = site.Sessions.Enrol(Sessions.StudentPrefix, count);
        var given = students.Select(student => new SessionGiven(student.Name, student.Cookies.Header));
        return TypedResults.Json(new SessionsGiven([.. given]), ControlJson.Web.SessionsGiven);
    }

    private static Func<string, Site, IResult> Mark(Action<Student> mark) => (student, site) =>
    {
        if (site.Sessions.Named(student) is not { } known)
        {
            return Replies.NotFound($"There is no student {student}: POST /control/sessions makes some.");
        }

        mark(known);
        return TypedResults.NoContent();
    };
}
