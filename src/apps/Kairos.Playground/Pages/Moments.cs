using System.Globalization;
using Kairos.Playground.Venue;

namespace Kairos.Playground.Pages;

/// <summary>How the pages write times: local to the schools.</summary>
internal static class Moments
{
    public static string Clock(DateTimeOffset instant) =>
        Opening.ToLocal(instant).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Exact(DateTimeOffset instant) =>
        Opening.ToLocal(instant).ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds with a sign, as "+12.345".</summary>
    public static string Since(long microseconds) =>
        (microseconds / 1000.0).ToString("+#,0.000;−#,0.000;0.000", CultureInfo.InvariantCulture);

    /// <summary>The note on the opening: how long until it, or since when it is open.</summary>
    public static Html OpeningNote(Site site)
    {
        var now = site.Clock.Now;
        var round = site.Opening.RoundAt(now);
        var left = round.OpensAt - now;
        var countdown = ((int)left.TotalHours).ToString("00", CultureInfo.InvariantCulture)
            + left.ToString(@"\:mm\:ss", CultureInfo.InvariantCulture);
        return round.IsOpen
            ? Html.Of($"""<p class="opening open"><span>已开放 <i lang="en">Open since</i></span> <b>{Clock(round.OpensAt)}</b></p>""")
            : Html.Of($"""
            <p class="opening"><span data-waiting>{Clock(round.OpensAt)} 开放 <i lang="en">Opens in</i></span><span data-open hidden>已开放 <i lang="en">Open since</i></span>
            <b data-until="{round.OpensAt.ToUnixTimeMilliseconds()}">{countdown}</b></p>
            """);
    }
}
