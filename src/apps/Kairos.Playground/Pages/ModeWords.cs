namespace Kairos.Playground.Pages;

/// <summary>How the pages name the modes.</summary>
internal static class ModeWords
{
    public static Html Of(VenueMode mode) => mode == VenueMode.Today
        ? Html.Of($"""今日座位 <i lang="en">Seats for today</i>""")
        : Html.Of($"""明日预约 <i lang="en">Seats for tomorrow</i>""");
}
