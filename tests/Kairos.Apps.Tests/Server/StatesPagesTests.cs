using System.Net;
using System.Text.RegularExpressions;

namespace Kairos.Apps.Tests.Server;

public sealed partial class StatesPagesTests : IAsyncLifetime
{
    private readonly AdFile _ads = new();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(_ads.Mapping);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _ads.Dispose();
    }

    [Theory]
    [InlineData("states", 200, "<h1>State schedules</h1>")]
    [InlineData("states/ads", 200, "<h1>ads</h1>")]
    [InlineData("states/none", 404, "it knows ads.")]
    [InlineData("states/ads?count=0", 400, "ask for 1 to 200.")]
    [InlineData("states/ads?count=x", 400, "count")]
    public async Task Pages_are_whole_and_allow_no_foreign_script_or_style(string path, int status, string text)
    {
        using HttpResponseMessage response = await _server.Http.GetAsync(new Uri(path, UriKind.Relative));
        string page = await response.Content.ReadAsStringAsync();

        ((int)response.StatusCode, response.Content.Headers.ContentType!.ToString()).ShouldBe((status, "text/html; charset=utf-8"));
        page.ShouldContain(text);
        page.TrimEnd().ShouldEndWith("</html>");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        page.ShouldNotContain("style=");
        page.ShouldNotContain("<script>");
        foreach (Match asset in Asset().Matches(page))
        {
            using HttpResponseMessage found = await _server.Http.GetAsync(new Uri(asset.Groups["path"].Value, UriKind.Relative));
            found.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await found.Content.ReadAsStringAsync()).ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task A_page_tells_the_last_ticks_the_pass_the_forecast_and_the_settings()
    {
        await PostAsync("apply");
        await PostAsync("backfill");
        await UntilAsync("backfill done");
        _ads.Ask("update ad set end_at = '2021-01-01T00:00:00Z' where id = 2 returning id").ShouldBe("2");
        await PostAsync("tick");
        string page = await UntilAsync("1 done");

        page.ShouldContain("every 1h");
        page.ShouldContain("outside slots <span aria-label=\"to\">");
        page.ShouldContain(" ended <b>1</b>");
        Bar().Count(page).ShouldBe(0);
        Room().Count(page).ShouldBe(48);
        page.ShouldContain("next-change: rows that are due");
        page.ShouldContain("href=\"/states/ads?count=50\" aria-current=\"true\"");
        Tables().Count(page).ShouldBe(Captions().Count(page));
        (await ReadAsync("states")).ShouldContain("<a href=\"/states/ads\">ads</a>");
    }

    [Fact]
    public async Task A_mapping_whose_table_does_not_answer_has_a_page_that_says_so()
    {
        string page = await ReadAsync("states/ads");

        page.ShouldContain("no such column: t.next_change");
        page.ShouldContain("not known");
        page.ShouldNotContain("The next 48 half hours");
    }

    [Fact]
    public async Task What_a_request_says_is_never_markup()
    {
        using HttpResponseMessage response = await _server.Http.GetAsync(new Uri("states/%3Cscript%3Ealert(1)%3C%2Fscript%3E", UriKind.Relative));

        (await response.Content.ReadAsStringAsync()).ShouldContain("no mapping &#x27;&lt;script&gt;alert(1)");
    }

    [Fact]
    public async Task What_there_is_not_is_not_found()
    {
        using HttpResponseMessage response = await _server.Http.GetAsync(new Uri("assets/none.css", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    // What was asked for is there some milliseconds later.
    private async Task<string> UntilAsync(string text)
    {
        string page;
        do
        {
            page = await ReadAsync("states/ads?count=50");
        }
        while (!page.Contains(text, StringComparison.Ordinal));

        return page;
    }

    private async Task PostAsync(string what) =>
        (await _server.AskAsync(HttpMethod.Post, $"api/states/ads/{what}", owner: null)).Status.ShouldBeInRange(200, 202);

    private async Task<string> ReadAsync(string path)
    {
        using HttpResponseMessage response = await _server.Http.GetAsync(new Uri(path, UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("(href|src)=\"(?<path>/assets/[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Asset();

    [GeneratedRegex("<rect class=\"bar\"")]
    private static partial Regex Bar();

    [GeneratedRegex("<rect class=\"room\"")]
    private static partial Regex Room();

    [GeneratedRegex("<table")]
    private static partial Regex Tables();

    [GeneratedRegex("<caption")]
    private static partial Regex Captions();
}
