using System.Net;
using System.Text.RegularExpressions;
using Kairos.Playground.Pages;
using Kairos.Playground.Venue;

namespace Kairos.Apps.Tests.Playground;

public sealed partial class PagesTests
{
    [Theory]
    [InlineData("/", "东华理工大学")]
    [InlineData("/schools/ecut", "环境科学阅览室（C0805）")]
    [InlineData("/rooms/1141", "座位图 Seat map")]
    [InlineData("/record", "到达记录")]
    [InlineData("/me", "Enter as a student")]
    public async Task Pages_are_whole_and_allow_no_foreign_script_or_style(string path, string text)
    {
        await using var venue = await VenueServer.StartAsync();
        using var response = await venue.Http.GetAsync(path);
        var page = await response.Content.ReadAsStringAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.ShouldContain(text);
        page.TrimEnd().ShouldEndWith("</html>");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        page.ShouldNotContain("style=");
        page.ShouldNotContain("<script>");
        foreach (Match asset in Asset.Matches(page))
        {
            using var found = await venue.Http.GetAsync(asset.Groups[1].Value);
            found.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await found.Content.ReadAsStringAsync()).ShouldNotBeEmpty();
        }
    }

    [Theory]
    [InlineData("/schools/nowhere")]
    [InlineData("/rooms/7")]
    [InlineData("/rooms/7/events")]
    [InlineData("/assets/none.css")]
    public async Task What_there_is_not_is_not_found(string path)
    {
        await using var venue = await VenueServer.StartAsync();
        using var response = await venue.Http.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Room_page_has_a_token_only_for_one_with_a_session()
    {
        await using var venue = await VenueServer.StartAsync();
        var cookies = await venue.EnrolAsync();

        (await ReadAsync(venue, "/rooms/1141?seat=46", null)).ShouldNotContain("name=\"token\"");
        Token.Match(await ReadAsync(venue, "/rooms/1141?seat=46", cookies)).Groups[1].Length.ShouldBe(32);
    }

    [Fact]
    public async Task Seat_is_reserved_by_a_plain_form_once()
    {
        var time = new StoppedClock();
        await using var venue = await VenueServer.StartAsync(time: time);
        var cookies = await venue.EnrolAsync();
        time.Advance(DeskScene.UntilOpening);
        var form = new Dictionary<string, string>
        {
            ["mode"] = "tomorrow",
            ["seat"] = venue.Site.Catalogue.Room(1141)!.Map.Numbered(46)!.At,
            ["token"] = Token.Match(await ReadAsync(venue, "/rooms/1141?seat=46", cookies)).Groups[1].Value,
        };

        (await SubmitAsync(venue, "/rooms/1141", form, cookies)).ShouldBe("/rooms/1141?mode=tomorrow&answer=0");
        (await SubmitAsync(venue, "/rooms/1141", form, cookies)).ShouldBe("/rooms/1141?mode=tomorrow&answer=3");
        var page = await ReadAsync(venue, "/rooms/1141?mode=tomorrow&answer=0", cookies);
        page.ShouldContain("预定成功");
        page.ShouldContain("id=\"seat-46\" class=\"seat y\"");
        (await ReadAsync(venue, "/rooms/1141", null)).ShouldContain("id=\"seat-46\" class=\"seat t\"");
    }

    [Fact]
    public async Task Entering_gives_a_session_that_the_api_knows()
    {
        await using var venue = await VenueServer.StartAsync();
        using var response = await venue.Http.PostAsync("/enter", new FormUrlEncodedContent([new("room", "1141")]));

        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        response.Headers.Location!.ToString().ShouldBe("/rooms/1141");
        var set = response.Headers.GetValues("Set-Cookie").ToList();
        set.ShouldAllBe(cookie => cookie.Contains("httponly") && cookie.Contains("samesite=strict"));
        var cookies = string.Join("; ", set.Select(cookie => cookie.Split(';')[0]));
        cookies.ShouldContain('|');
        (await venue.PageAsync(cookies))["code"]!.GetValue<int>().ShouldBe(0);
        (await ReadAsync(venue, "/me", cookies)).ShouldContain(cookies);
    }

    [Fact]
    public async Task Seat_is_given_back_by_a_form_with_the_pages_own_token()
    {
        await using var venue = await VenueServer.StartAsync();
        var cookies = await venue.EnrolAsync();
        var page = await venue.PageAsync(cookies, "today");
        await venue.ReserveAsync(cookies, page["token"]!.GetValue<string>(), venue.Site.Catalogue.Room(1141)!.Map.Numbered(46)!.At, "today");
        var form = new Dictionary<string, string> { ["mode"] = "today", ["token"] = "forged" };

        (await SubmitAsync(venue, "/me/release", form, cookies)).ShouldBe("/me?answer=3");
        form["token"] = Token.Match(await ReadAsync(venue, "/me", cookies)).Groups[1].Value;
        (await SubmitAsync(venue, "/me/release", form, cookies)).ShouldBe("/me?answer=0");
        venue.Site.Reservations.All().ShouldBeEmpty();
    }

    [Fact]
    public async Task Live_map_follows_what_happens_in_the_room()
    {
        await using var venue = await VenueServer.StartAsync(time: TimeProvider.System);
        using var response = await venue.Http.GetAsync("/rooms/1141/events?mode=today", HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        (await NextMapAsync(reader)).ShouldBe(new string('f', 80));
        var room = venue.Site.Catalogue.Room(1141)!;
        var student = venue.Site.Sessions.Enrol(Sessions.RivalPrefix, 1)[0];
        var day = venue.Site.DayOf(Kairos.Playground.VenueMode.Today);
        venue.Site.Reservations.Book(student, new SeatDay(room.Id, 2, Kairos.Playground.VenueMode.Today, day)).ShouldBe(Answer.Done);
        (await NextMapAsync(reader)).ShouldStartWith("frf");
    }

    [Fact]
    public void Whatever_is_put_into_a_page_is_encoded()
    {
        var evil = "\"><script>alert('座')</script>";

        Html.Of($"<p title=\"{evil}\">{7}{Html.Of($"<b>{"&"}</b>")}</p>").ToString()
            .ShouldBe("<p title=\"&quot;&gt;&lt;script&gt;alert(&#x27;座&#x27;)&lt;/script&gt;\">7<b>&amp;</b></p>");
    }

    [GeneratedRegex("(?:href|src)=\"(/assets/[^\"]+)\"")]
    private static partial Regex Asset { get; }

    [GeneratedRegex("name=\"token\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Token { get; }

    private static async Task<string> NextMapAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return line["data: ".Length..];
            }
        }

        throw new EndOfStreamException("The live map ended without another picture.");
    }

    private static async Task<string> ReadAsync(VenueServer venue, string path, string? cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookies is not null)
        {
            request.Headers.Add("Cookie", cookies);
        }

        using var response = await venue.Http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<string> SubmitAsync(VenueServer venue, string path, Dictionary<string, string> form, string cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("Cookie", cookies);
        using var response = await venue.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return response.Headers.Location!.ToString();
    }
}
