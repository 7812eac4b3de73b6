using System.Text.Json;

namespace Kairos.Apps.Tests.Server;

public sealed class StatesApiTests : IAsyncLifetime
{
    private const string Ads = "api/states/ads";

    private readonly AdFile _ads = new();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(_ads.Mapping);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _ads.Dispose();
    }

    [Fact]
    public async Task A_mapping_is_planned_applied_backfilled_and_removed()
    {
        JsonElement plan = await OkAsync(HttpMethod.Get, $"{Ads}/plan");
        plan.GetProperty("steps").EnumerateArray().ShouldContain(step => !step.GetProperty("isDone").GetBoolean());
        _ads.Ask("select count(*) from pragma_table_info('ad') where name = 'next_change'").ShouldBe("0");

        (await OkAsync(HttpMethod.Post, $"{Ads}/apply")).GetProperty("steps").EnumerateArray().ShouldAllBe(step => step.GetProperty("isDone").GetBoolean());
        (int status, JsonElement pass) = await AskAsync(HttpMethod.Post, $"{Ads}/backfill", new { rowsPerSecond = 1_000 });
        status.ShouldBe(202);
        pass.GetProperty("what").GetString().ShouldBe("backfill");
        JsonElement done = await EndOfAsync(pass.GetProperty("id").GetString()!);

        done.GetProperty("state").GetString().ShouldBe("done");
        done.GetProperty("counts").GetProperty("read").GetInt32().ShouldBe(3);
        _ads.Status.ShouldBe("0 4 2");
        (await OkAsync(HttpMethod.Get, "api/states")).GetProperty("mappings")[0].GetProperty("isEnabled").GetBoolean().ShouldBeTrue();

        await OkAsync(HttpMethod.Post, $"{Ads}/remove");
        (await OkAsync(HttpMethod.Get, Ads)).GetProperty("isEnabled").GetBoolean().ShouldBeFalse();
        _ads.Ask("select count(*) from sqlite_master where name like 'kairos%'").ShouldBe("0");
    }

    [Fact]
    public async Task A_tick_that_is_asked_for_stands_in_the_list_and_has_done_what_was_due()
    {
        await OkAsync(HttpMethod.Post, $"{Ads}/apply");
        _ads.Ask("update ad set grid = null, end_at = '2021-01-01T00:00:00Z' where id = 2 returning id").ShouldBe("2");
        string due = (await OkAsync(HttpMethod.Post, $"{Ads}/tick")).GetProperty("due").GetString()!;

        JsonElement tick;
        do
        {
            tick = (await OkAsync(HttpMethod.Get, $"{Ads}/ticks?count=5")).GetProperty("ticks").EnumerateArray().First(one => one.GetProperty("due").GetString() == due);
        }
        while (tick.GetProperty("done").GetInt32() == 0);

        tick.GetProperty("mode").GetString().ShouldBe("next-change");
        tick.GetProperty("flips")[0].GetProperty("to").GetString().ShouldBe("ended");
        _ads.Status.ShouldBe("0 2 0");
    }

    [Fact]
    public async Task Paused_it_ticks_no_more_until_it_is_resumed()
    {
        await OkAsync(HttpMethod.Post, $"{Ads}/apply");
        (await OkAsync(HttpMethod.Post, $"{Ads}/pause")).GetProperty("isEnabled").GetBoolean().ShouldBeFalse();
        (int status, JsonElement problem) = await AskAsync(HttpMethod.Post, $"{Ads}/tick");
        (status, problem.GetProperty("code").GetString()).ShouldBe((409, "not-enabled"));
        (await OkAsync(HttpMethod.Post, $"{Ads}/resume")).GetProperty("isEnabled").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Settings_are_changed_by_the_revision_that_was_read()
    {
        JsonElement read = await OkAsync(HttpMethod.Get, $"{Ads}/settings");
        long revision = read.GetProperty("revision").GetInt64();
        JsonElement set = await OkAsync(HttpMethod.Put, $"{Ads}/settings", new { settings = new { mode = "full", batchRows = 50 }, revision });
        (int status, JsonElement problem) = await AskAsync(HttpMethod.Put, $"{Ads}/settings", new { settings = new { mode = "next-change" }, revision });

        set.GetProperty("settings").GetProperty("mode").GetString().ShouldBe("full");
        set.GetProperty("settings").GetProperty("batchRows").GetInt32().ShouldBe(50);
        set.GetProperty("settings").GetProperty("logging").GetString().ShouldBe("faults");
        (status, problem.GetProperty("code").GetString()).ShouldBe((409, "conflict"));
    }

    [Fact]
    public async Task A_row_is_asked_edited_and_exhausted()
    {
        await OkAsync(HttpMethod.Post, $"{Ads}/apply");
        JsonElement why = await OkAsync(HttpMethod.Get, $"{Ads}/rows/2/why");
        JsonElement on = await OkAsync(HttpMethod.Put, $"{Ads}/rows/2/schedule", new { dropsGrid = true, end = "2099-01-01T08:00:00+08:00" });
        JsonElement exhausted = await OkAsync(HttpMethod.Post, $"{Ads}/rows/1/exhausted", new { at = "2026-01-01T00:00:00Z" });
        JsonElement forecast = await OkAsync(HttpMethod.Get, $"{Ads}/forecast");

        why.GetProperty("state").GetString().ShouldBe("outsideSlots");
        (why.GetProperty("version").GetInt64(), on.GetProperty("version").GetInt64()).ShouldBe((0, 1));
        why.GetProperty("end").ValueKind.ShouldBe(JsonValueKind.Null);
        on.GetProperty("isOn").GetBoolean().ShouldBeTrue();
        on.GetProperty("end").GetString().ShouldBe("2099-01-01T00:00:00.000000Z");
        exhausted.GetProperty("state").GetString().ShouldBe("budgetExhausted");
        forecast.GetProperty("steps").GetArrayLength().ShouldBe(48);
        _ads.Status.ShouldBe("8 0 0");
    }

    [Fact]
    public async Task An_edit_names_the_version_that_it_was_made_on()
    {
        await OkAsync(HttpMethod.Post, $"{Ads}/apply");
        long version = (await OkAsync(HttpMethod.Get, $"{Ads}/rows/2/why")).GetProperty("version").GetInt64();
        await OkAsync(HttpMethod.Put, $"{Ads}/rows/2/schedule", new { paused = true, version });
        (int status, JsonElement problem) = await AskAsync(HttpMethod.Put, $"{Ads}/rows/2/schedule", new { paused = false, version });

        (status, problem.GetProperty("code").GetString()).ShouldBe((409, "conflict"));
        (await OkAsync(HttpMethod.Get, $"{Ads}/rows/2/why")).GetProperty("state").GetString().ShouldBe("paused");
    }

    [Fact]
    public async Task Spans_and_instants_are_written_as_those_of_jobs_and_runs()
    {
        await OkAsync(HttpMethod.Post, $"{Ads}/apply");
        JsonElement mapping = await OkAsync(HttpMethod.Get, Ads);
        JsonElement pass = (await AskAsync(HttpMethod.Post, $"{Ads}/repair")).Body;
        JsonElement step = (await OkAsync(HttpMethod.Get, $"{Ads}/forecast")).GetProperty("steps")[0];

        mapping.GetProperty("every").GetString().ShouldBe("1h");
        mapping.GetProperty("lagMs").GetDouble().ShouldBe(0);
        foreach (string? instant in (string?[])[pass.GetProperty("started").GetString(), step.GetProperty("from").GetString()])
        {
            instant.ShouldNotBeNull().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$");
        }
    }

    [Theory]
    [InlineData("GET", "api/states/adz", "", 404, "unknown-mapping")]
    [InlineData("GET", "api/states/ads/rows/9/why", "", 404, "unknown-row")]
    [InlineData("GET", "api/states/passes/none", "", 404, "unknown-pass")]
    [InlineData("GET", "api/states/ads/ticks?count=0", "", 400, "bad-request")]
    [InlineData("POST", "api/states/ads/tick", "", 409, "not-enabled")]
    [InlineData("POST", "api/states/ads/backfill", """{"rowsPerSecond":0}""", 400, "bad-request")]
    [InlineData("PUT", "api/states/ads/settings", "{}", 400, "bad-request")]
    [InlineData("PUT", "api/states/ads/settings", """{"settings":{"batchRows":0}}""", 400, "bad-request")]
    [InlineData("PUT", "api/states/ads/settings", """{"settings":{"mode":"sometimes"}}""", 400, "bad-request")]
    [InlineData("PUT", "api/states/ads/settings", """{"settings":{"mod":"full"}}""", 400, "bad-json")]
    [InlineData("POST", "api/states/ads/repair", """{"rate":5}""", 400, "bad-json")]
    [InlineData("POST", "api/states/ads/repair", "", 409, "not-installed")]
    [InlineData("POST", "api/states/ads/rows/2/exhausted", """{"at":"2999-01-01T00:00:00Z"}""", 400, "bad-request")]
    [InlineData("POST", "api/states/ads/rows/2/exhausted", """{"at":"noon"}""", 400, "bad-request")]
    [InlineData("POST", "api/states/ads/rows/2/exhausted", """{"when":"2026-01-01T00:00:00Z"}""", 400, "bad-json")]
    [InlineData("GET", "api/states/ads/rows/one/why", "", 400, "bad-request")]
    [InlineData("PUT", "api/states/ads/rows/2/schedule", """{}""", 400, "bad-request")]
    [InlineData("PUT", "api/states/ads/rows/2/schedule", """{"start":"2026-11-20T20:10:00"}""", 400, "bad-request")]
    [InlineData("PUT", "api/states/ads/rows/2/schedule", """{"grid":"01"}""", 400, "bad-request")]
    public async Task A_refusal_has_its_status_and_code(string method, string path, string body, int status, string code)
    {
        if (path.Contains("rows", StringComparison.Ordinal))
        {
            await OkAsync(HttpMethod.Post, $"{Ads}/apply");
        }

        (int refused, JsonElement problem) = await AskAsync(new HttpMethod(method), path, body.Length == 0 ? null : JsonDocument.Parse(body).RootElement);

        (refused, problem.GetProperty("code").GetString()).ShouldBe((status, code));
    }

    [Fact]
    public async Task The_open_api_document_lists_the_routes_of_states()
    {
        JsonElement document = await OkAsync(HttpMethod.Get, "openapi/v1.json");
        JsonElement paths = document.GetProperty("paths");

        paths.EnumerateObject().Select(path => path.Name).Where(path => path.StartsWith("/api/states", StringComparison.Ordinal)).ShouldBe(
            [
                "/api/states", "/api/states/passes/{id}", "/api/states/passes/{id}/cancel", "/api/states/{name}", "/api/states/{name}/ticks", "/api/states/{name}/forecast",
                "/api/states/{name}/settings", "/api/states/{name}/tick", "/api/states/{name}/pause", "/api/states/{name}/resume", "/api/states/{name}/plan", "/api/states/{name}/apply",
                "/api/states/{name}/remove", "/api/states/{name}/backfill", "/api/states/{name}/repair", "/api/states/{name}/rows/{key}/why", "/api/states/{name}/rows/{key}/schedule",
                "/api/states/{name}/rows/{key}/exhausted",
            ],
            ignoreOrder: true);
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");
        schemas.GetProperty("SettingsWire").GetProperty("required").EnumerateArray().Select(member => member.GetString()).ShouldBe(["mode", "batchRows", "rowsPerSecond", "passRowsPerSecond", "logging"]);
        ((string[])["SettingsBody", "SettingsPart", "PassBody", "ScheduleBody", "ExhaustedBody"]).SelectMany(body => schemas.GetProperty(body).EnumerateObject()).ShouldNotContain(member => member.Name == "required");
        paths.GetProperty("/api/states/{name}/backfill").GetProperty("post").GetProperty("requestBody").TryGetProperty("required", out JsonElement required).ShouldBeFalse(required.ToString());
    }

    private async Task<JsonElement> EndOfAsync(string pass)
    {
        JsonElement view;
        do
        {
            view = await OkAsync(HttpMethod.Get, $"api/states/passes/{pass}");
        }
        while (view.GetProperty("state").GetString() == "running");

        return view;
    }

    private async Task<JsonElement> OkAsync(HttpMethod method, string path, object? body = null)
    {
        (int status, JsonElement answer) = await AskAsync(method, path, body);
        status.ShouldBe(200, answer.ToString());
        return answer;
    }

    private Task<(int Status, JsonElement Body)> AskAsync(HttpMethod method, string path, object? body = null) => _server.AskAsync(method, path, body, owner: null);
}
