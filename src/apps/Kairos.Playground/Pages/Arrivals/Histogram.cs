using Kairos.Playground.Venue;

namespace Kairos.Playground.Pages.Arrivals;

/// <summary>Draws when reservation requests arrived around an opening: students over rivals, in bins of 20 ms.</summary>
internal static class Histogram
{
    private const int BinMs = 20;
    private const int FirstBin = -5;
    private const int Bins = 60;
    private const int BarWidth = 14;
    private const int Height = 160;

    public static Html Draw(IReadOnlyList<Visit> visits)
    {
        var bins = new (int Students, int Rivals)[Bins];
        foreach (var visit in visits)
        {
            var bin = Math.Floor(visit.SinceOpening / (1000.0 * BinMs)) - FirstBin;
            if (bin is >= 0 and < Bins)
            {
                ref var count = ref bins[(int)bin];
                count = visit.Rival ? (count.Students, count.Rivals + 1) : (count.Students + 1, count.Rivals);
            }
        }

        // A multiple of 4, so that the line at half of it has a whole number.
        var most = Math.Max(4, (bins.Max(bin => bin.Students + bin.Rivals) + 3) / 4 * 4);
        return Html.Of($"""
            <svg class="chart" viewBox="-34 -12 {(Bins * BarWidth) + 46} {Height + 44}" role="img" aria-label="开放前后到达的预定请求 Reservation requests around the opening">
            <line class="grid" x1="0" x2="{Bins * BarWidth}" y1="0" y2="0"/><text class="y" x="-6" y="0">{most}</text>
            <line class="grid" x1="0" x2="{Bins * BarWidth}" y1="{Height / 2}" y2="{Height / 2}"/><text class="y" x="-6" y="{Height / 2}">{most / 2}</text>
            {Html.Each(bins.Index(), bin => Bar(bin.Index, bin.Item, (double)Height / most))}
            <line class="axis" x1="0" x2="{Bins * BarWidth}" y1="{Height}" y2="{Height}"/>
            <line class="zero" x1="{-FirstBin * BarWidth}" x2="{-FirstBin * BarWidth}" y1="-8" y2="{Height + 5}"/>
            {Html.Each(Enumerable.Range(0, 12), step => Label(step * 5))}
            </svg>
            """);
    }

    private static Html Bar(int bin, (int Students, int Rivals) count, double scale)
    {
        var (students, rivals) = (count.Students * scale, count.Rivals * scale);
        return count == default ? Html.None : Html.Of($"""
            <rect class="rivals" x="{(bin * BarWidth) + 1}" y="{Height - rivals:0.##}" width="{BarWidth - 2}" height="{rivals:0.##}"/>
            <rect class="students" x="{(bin * BarWidth) + 1}" y="{Height - rivals - students:0.##}" width="{BarWidth - 2}" height="{students:0.##}"/>
            """);
    }

    private static Html Label(int bin) => Html.Of($"""
        <text x="{bin * BarWidth}" y="{Height + 20}">{(bin + FirstBin) * BinMs}</text>
        """);
}
