using System.Globalization;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Pages.Arrivals;

/// <summary>The venue's record for people: what came in last, and when around the opening.</summary>
internal static class ArrivalsPage
{
    private const int Latest = 40;

    public static void MapArrivals(this IEndpointRouteBuilder app) => app.MapGet("/record", Show);

    private static PageResult Show(Site site)
    {
        var visits = site.Record.After(0);
        var opening = site.Round.OpensAt;
        var wishes = visits.Where(visit => visit.Route == Routes.Reserve && visit.OpensAt == opening).ToList();
        var body = Html.Of($"""
            <section class="hero small"><div><h1>到达记录</h1>
            <p class="lead" lang="en">What this venue saw, by its own clock.</p></div>{Moments.OpeningNote(site)}</section>
            <div data-live>
            <dl class="tiles">
            {Tile("请求", "Requests", visits.Count)}
            {Tile("现有预定", "Bookings", site.Reservations.All().Count)}
            {Tile("过早请求", "Early", Audit.Early(visits))}
            {Tile("重复预定", "Double-booked", Audit.DoubleBooked(visits))}
            </dl>
            <h2>开放前后的预定请求 <i lang="en">Reservation requests around the opening, ms</i></h2>
            <figure class="scroll" tabindex="0" role="region" aria-label="直方图 Histogram">{Histogram.Draw(wishes)}</figure>
            <p class="keys"><span class="key students">同学 <i lang="en">students</i></span><span class="key rivals">对手 <i lang="en">rivals</i></span></p>
            <h2>最近到达 <i lang="en">Latest arrivals</i></h2>
            <div class="scroll" tabindex="0" role="region" aria-label="最近到达 Latest arrivals">
            <table>
            <thead><tr><th class="n">#</th><th class="n">到达 <i lang="en">Arrival</i></th><th class="n">距开放 <i lang="en">Since opening, ms</i></th><th>同学 <i lang="en">Who</i></th>
            <th>请求 <i lang="en">Request</i></th><th class="n">座位 <i lang="en">Seat</i></th><th>答复 <i lang="en">Answer</i></th></tr></thead>
            <tbody>{Html.Each(visits.Reverse().Take(Latest), Row)}</tbody>
            </table>
            {Html.When(visits.Count == 0, () => Html.Of($"""<p class="empty">还没有请求。<i lang="en">No request yet.</i></p>"""))}
            </div>
            </div>
            """);
        return Shell.Page(site, new ShellContent("记录 Record", body) { ReloadSeconds = 3, Under = "/record" });
    }

    private static Html Tile(string name, string english, int count) =>
        Html.Of($"""<div><dt>{name} <i lang="en">{english}</i></dt><dd>{count}</dd></div>""");

    private static Html Row(Visit visit) => Html.Of($"""
        <tr><td class="n">{visit.Seq}</td><td class="n">{Moments.Exact(visit.Arrival)}</td><td class="n">{Moments.Since(visit.SinceOpening)}</td>
        <td>{visit.Student ?? "—"}{Html.When(visit.Rival, () => Html.Of($""" <small class="tag">对手 <i lang="en">rival</i></small>"""))}</td>
        <td><code>{visit.Route}</code></td><td class="n">{Place(visit)}</td><td>{Reply(visit)}</td></tr>
        """);

    private static string Place(Visit visit) => visit switch
    {
        { Room: { } room, Seat: { } seat } => string.Create(CultureInfo.InvariantCulture, $"{room} · {seat}"),
        { Room: { } room } => room.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };

    private static Html Reply(Visit visit)
    {
        var fault = visit.Fault is { } name ? Html.Of($"""<small class="tag bad">{name}</small> """) : Html.None;
        return visit.Answer is { } answer
            ? Html.Of($"""{fault}<span class="code">{(int)answer}</span> {(visit.Route == Routes.Reserve || answer != Answer.Done ? answer.Message() : "")}""")
            : fault;
    }
}
