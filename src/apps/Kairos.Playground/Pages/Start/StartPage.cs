using Kairos.Playground.Network;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Pages.Start;

/// <summary>The schools, and how long until they open.</summary>
internal static class StartPage
{
    public static void MapStart(this IEndpointRouteBuilder app) => app.MapGet("/", Show).CarriedAs(Routes.Html);

    private static PageResult Show(Site site)
    {
        var body = Html.Of($"""
            <section class="hero">
            <div>
            <h1>明天的座位，<br>准时开放。</h1>
            <p class="lead" lang="en">Seats for tomorrow are given out at one instant, first come, first served.</p>
            </div>
            {Moments.OpeningNote(site)}
            </section>
            <h2>学校 <i lang="en">Schools</i></h2>
            <ul class="cards">
            {Html.Each(site.Catalogue.Schools, school => Card(site, school))}
            </ul>
            """);
        return Shell.Page(site, new ShellContent("学校 Schools", body) { ReloadSeconds = 15 });
    }

    private static Html Card(Site site, School school)
    {
        var rooms = school.Rooms.Select(room => Occupancy.Of(site, room, site.Options.Mode)).ToList();
        var all = rooms.Aggregate(Occupancy.None, (sum, room) => sum.Plus(room));
        return Html.Of($"""
            <li><a class="card" href="/schools/{school.Code}">
            <h3>{school.Name}</h3>
            <p class="code">{school.Code}</p>
            <p class="facts"><span><b>{school.Rooms.Count}</b> 间自习室 <i lang="en">rooms</i></span>
            <span><b>{all.Free}</b> / {all.Seats} 空闲 <i lang="en">free</i></span></p>
            {all.Bar()}
            </a></li>
            """);
    }
}
