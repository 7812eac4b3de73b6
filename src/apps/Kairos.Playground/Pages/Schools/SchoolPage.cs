using Kairos.Playground.Network;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Pages.Schools;

/// <summary>The rooms of a school and how full they are.</summary>
internal static class SchoolPage
{
    public static void MapSchool(this IEndpointRouteBuilder app) =>
        app.MapGet("/schools/{code}", Show).CarriedAs(Routes.Html);

    private static PageResult Show(string code, Site site)
    {
        if (site.Catalogue.School(code) is not { } school)
        {
            return Missing.Page(site, "没有这所学校", "There is no such school");
        }

        var body = Html.Of($"""
            <nav class="trail" aria-label="路径 Path"><a href="/">学校 <i lang="en">Schools</i></a></nav>
            <section class="hero">
            <div><h1>{school.Name}</h1><p class="lead"><code>{school.Code}</code> · {ModeWords.Of(site.Options.Mode)}</p></div>
            {Moments.OpeningNote(site)}
            </section>
            <h2>自习室 <i lang="en">Reading rooms</i></h2>
            <ul class="rows">
            {Html.Each(school.Rooms, room => Line(site, room))}
            </ul>
            """);
        return Shell.Page(site, new ShellContent(school.Name, body) { ReloadSeconds = 10 });
    }

    private static Html Line(Site site, Room room)
    {
        var seats = Occupancy.Of(site, room, site.Options.Mode);
        var state = room.Open
            ? Html.Of($"""<span class="count"><b>{seats.Free}</b> / {seats.Seats} 空闲 <i lang="en">free</i></span>""")
            : Html.Of($"""<span class="count shut">已关闭 <i lang="en">closed</i></span>""");
        return Html.Of($"""
            <li><a class="row" href="/rooms/{room.Id}">
            <span class="id">{room.Id}</span>
            <span class="name"><b>{room.Name}</b><small>{room.Floor}</small></span>
            {seats.Bar()}
            {state}
            </a></li>
            """);
    }
}
