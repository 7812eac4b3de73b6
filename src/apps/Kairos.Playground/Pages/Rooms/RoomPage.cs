using System.Globalization;
using Kairos.Playground.Api;
using Kairos.Playground.Network;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Pages.Rooms;

/// <summary>A room as a drawn seat map, and reserving a seat by hand: the page token is its own proof against forgery.</summary>
internal static class RoomPage
{
    public static void MapRoom(this IEndpointRouteBuilder app)
    {
        app.MapGet("/rooms/{id:int}", Show).CarriedAs(Routes.Html);
        app.MapPost("/rooms/{id:int}", ReserveAsync).CarriedAs(Routes.Reserve);
        app.MapGet("/rooms/{id:int}/events", RoomEvents.Stream);
    }

    private static PageResult Show(int id, string? mode, int? seat, int? answer, HttpContext context, Site site, FrontDesk desk)
    {
        if (site.Catalogue.Room(id) is not { } room)
        {
            return Missing.Page(site, "没有这间阅览室", "There is no such room");
        }

        var chosen = RequestReading.ToMode(mode) ?? site.Options.Mode;
        var (viewer, token, refusal) = Enter(context, site, desk, room, chosen);
        var sheet = new RoomSheet
        {
            Room = room,
            School = site.Catalogue.School(room.School)!,
            Mode = chosen,
            Standing = site.Reservations.Standing(room, chosen, site.DayOf(chosen)),
            Viewer = viewer,
            Own = viewer is null ? null : site.Reservations.Of(viewer.Name, chosen, site.DayOf(chosen)),
            Token = token,
            Selected = seat is { } number ? room.Map.Numbered(number) : null,
            Answer = answer is { } code && Enum.IsDefined((Answer)code) ? (Answer)code : refusal,
        };
        return Shell.Page(site, new ShellContent($"{room.Name} {sheet.School.Name}", Body(site, sheet))
        {
            // Whoever is about to confirm a seat is not interrupted.
            ReloadSeconds = sheet.Selected is null ? 3 : 0,
        });
    }

    // Without a session the page is for looking only, as on the real site: it asks for no token and nothing is refused.
    private static (Student? Viewer, string? Token, Answer? Refusal) Enter(
        HttpContext context, Site site, FrontDesk desk, Room room, VenueMode mode)
    {
        var cookies = context.SessionCookies();
        if (cookies.Session is null)
        {
            return (null, null, room.Open ? null : Answer.RoomClosed);
        }

        var (answer, token) = desk.OpenPage(cookies, room, mode, context.Visit());
        return (site.Sessions.Find(cookies), token, answer == Answer.Done ? null : answer);
    }

    private static async Task<IResult> ReserveAsync(int id, HttpContext context, FrontDesk desk, Site site)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var wish = new SeatWish(id, form["seat"].ToString(), RequestReading.ToMode(form["mode"].ToString()), form["token"].ToString());
        var answer = desk.Reserve(context.SessionCookies(), wish, context.Visit());
        var back = string.Create(
            CultureInfo.InvariantCulture,
            $"/rooms/{id}?mode={(wish.Mode ?? site.Options.Mode).ToText()}&answer={(int)answer}");

        // See other: loading the page again does not reserve again.
        context.Response.Headers.Location = back;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static Html Body(Site site, RoomSheet sheet) => Html.Of($"""
        <nav class="trail" aria-label="路径 Path"><a href="/">学校 <i lang="en">Schools</i></a>
        <a href="/schools/{sheet.School.Code}">{sheet.School.Name}</a></nav>
        <section class="hero small">
        <div><h1>{sheet.Room.Name}</h1><p class="lead">{sheet.Room.Floor} · {sheet.Room.Map.Seats.Count} 座 <i lang="en">seats</i> · <code>{sheet.Room.Id}</code></p></div>
        {Moments.OpeningNote(site)}
        </section>
        <nav class="tabs" aria-label="日期 Day">{Tab(sheet, VenueMode.Tomorrow)}{Tab(sheet, VenueMode.Today)}</nav>
        <div class="room" data-events="{sheet.Address}/events?mode={sheet.Mode.ToText()}">
        <div class="scroll" tabindex="0" role="region" aria-label="座位图 Seat map">{SeatDrawing.Plan(sheet)}</div>
        {RoomPanel.Draw(sheet)}
        </div>
        """);

    private static Html Tab(RoomSheet sheet, VenueMode mode)
    {
        var current = mode == sheet.Mode ? Html.Of($" aria-current=\"page\"") : Html.None;
        return Html.Of($"""<a href="{sheet.Address}?mode={mode.ToText()}"{current}>{ModeWords.Of(mode)}</a>""");
    }
}
