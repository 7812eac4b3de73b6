using System.Text.Json;

namespace Kairos.Apps.Tests.Server;

public sealed class JobsApiTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_job_is_submitted_listed_shown_and_cancelled()
    {
        object job = new { kind = "demo", key = "k", payload = new { text = "你好" }, trigger = new { at = "2099-01-01T00:00:00Z" } };

        (int status, JsonElement submitted) = await _server.AskAsync(HttpMethod.Post, "api/jobs", job);
        string id = submitted.GetProperty("id").GetString()!;
        (_, JsonElement list) = await _server.AskAsync(HttpMethod.Get, "api/jobs");
        (_, JsonElement shown) = await _server.AskAsync(HttpMethod.Get, $"api/jobs/{id}");
        (_, JsonElement cancelled) = await _server.AskAsync(HttpMethod.Delete, $"api/jobs/{id}");
        (int after, _) = await _server.AskAsync(HttpMethod.Delete, $"api/jobs/{id}");
        (_, JsonElement runs) = await _server.AskAsync(HttpMethod.Get, $"api/runs?job={id}");

        status.ShouldBe(201);
        list.GetProperty("jobs").GetArrayLength().ShouldBe(1);
        shown.GetProperty("job").GetProperty("due").GetString().ShouldBe("2099-01-01T00:00:00.000000Z");
        shown.GetProperty("job").GetProperty("payload").GetProperty("text").GetString().ShouldBe("你好");
        cancelled.GetProperty("answer").GetString().ShouldBe("applied");
        after.ShouldBe(404);
        runs.GetProperty("runs")[0].GetProperty("outcome").GetString().ShouldBe("cancelled");
    }

    [Fact]
    public async Task Owners_do_not_see_each_others_jobs()
    {
        (_, JsonElement submitted) = await _server.AskAsync(HttpMethod.Post, "api/jobs", new { kind = "demo", trigger = new { at = "2099-01-01T00:00:00Z" } });
        string id = submitted.GetProperty("id").GetString()!;

        (_, JsonElement list) = await _server.AskAsync(HttpMethod.Get, "api/jobs", owner: "bob");
        (int shown, _) = await _server.AskAsync(HttpMethod.Get, $"api/jobs/{id}", owner: "bob");
        (int cancelled, _) = await _server.AskAsync(HttpMethod.Delete, $"api/jobs/{id}", owner: "bob");

        list.GetProperty("jobs").GetArrayLength().ShouldBe(0);
        shown.ShouldBe(404);
        cancelled.ShouldBe(404);
    }

    [Fact]
    public async Task A_repeated_submit_is_the_same_job_and_other_content_a_conflict()
    {
        object job = new { kind = "demo", trigger = new { at = "2099-01-01T00:00:00Z" } };

        (_, JsonElement first) = await _server.AskAsync(HttpMethod.Post, "api/jobs", job, idempotencyKey: "once");
        (int again, JsonElement second) = await _server.AskAsync(HttpMethod.Post, "api/jobs", job, idempotencyKey: "once");
        (int other, JsonElement conflict) = await _server.AskAsync(HttpMethod.Post, "api/jobs", new { kind = "other" }, idempotencyKey: "once");

        again.ShouldBe(201);
        second.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        second.GetProperty("status").GetString().ShouldBe("repeated");
        other.ShouldBe(409);
        conflict.GetProperty("code").GetString().ShouldBe("idempotency-conflict");
    }

    [Fact]
    public async Task A_taken_key_is_refused_kept_or_replaced_as_asked()
    {
        object JobWith(string conflict, int n) => new { kind = "demo", key = "k", conflict, payload = new { n }, trigger = new { at = "2099-01-01T00:00:00Z" } };
        (_, JsonElement first) = await _server.AskAsync(HttpMethod.Post, "api/jobs", JobWith("reject", 1));

        (int rejected, JsonElement problem) = await _server.AskAsync(HttpMethod.Post, "api/jobs", JobWith("reject", 2));
        (_, JsonElement kept) = await _server.AskAsync(HttpMethod.Post, "api/jobs", JobWith("keep", 3));
        (_, JsonElement replaced) = await _server.AskAsync(HttpMethod.Post, "api/jobs", JobWith("replace", 4));
        (_, JsonElement shown) = await _server.AskAsync(HttpMethod.Get, $"api/jobs/{first.GetProperty("id").GetString()}");

        rejected.ShouldBe(409);
        problem.GetProperty("remedy").GetString()!.ShouldContain("keep or replace");
        kept.GetProperty("status").GetString().ShouldBe("kept");
        replaced.GetProperty("status").GetString().ShouldBe("replaced");
        shown.GetProperty("job").GetProperty("payload").GetProperty("n").GetInt32().ShouldBe(4);
        shown.GetProperty("job").GetProperty("version").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"kind":""}""", "kind is empty")]
    [InlineData("""{"kind":"demo","trigger":{"never":1}}""", "Not a trigger")]
    [InlineData("""{"kind":"demo","trigger":{"at":"tomorrow"}}""", "not an instant")]
    [InlineData("""{"kind":"demo","trigger":"daily 25:00"}""", "times of the day")]
    [InlineData("""{"kind":"demo","trigger":{"cron":"0 61 * * *"}}""", "hour takes 0-23")]
    [InlineData("""{"kind":"demo","trigger":{"every":"1m","jitter":"2m"}}""", "jitter")]
    [InlineData("""{"kind":"demo","trigger":{"daily":["08:00"],"zone":"Moon/Crater"}}""", "Zone 'Moon/Crater' is unknown")]
    [InlineData("""{"kind":"demo","trigger":{"every":"00:00:00.0001","anchor":"2026-01-01T00:00:00Z"}}""", "every")]
    [InlineData("""{"kind":"demo","priority":1000}""", "priority 1000 is out of range")]
    [InlineData("""{"kind":"demo","conflict":"maybe"}""", "Conflict 'maybe' is unknown")]
    [InlineData("""{"kind":"de\u0000mo"}""", "U+0000")]
    [InlineData("""{"kind":12}""", "not the JSON that is expected")]
    public async Task Bad_input_is_told_what_is_wrong(string body, string words)
    {
        (int status, JsonElement problem) = await _server.AskAsync(HttpMethod.Post, "api/jobs", JsonDocument.Parse(body).RootElement);

        status.ShouldBe(400);
        problem.GetRawText().ShouldContain(words, Case.Insensitive);
    }

    [Fact]
    public async Task A_trigger_that_is_none_is_told_with_field_and_place()
    {
        (int status, JsonElement problem) = await _server.AskAsync(HttpMethod.Post, "api/jobs", JsonDocument.Parse("""{"kind":"demo","trigger":"cron \"0 61 * * *\""}""").RootElement);

        status.ShouldBe(400);
        (problem.GetProperty("code").GetString(), problem.GetProperty("field").GetString(), problem.GetProperty("position").GetInt32()).ShouldBe(("bad-trigger", "hour", 8));
        problem.GetProperty("remedy").GetString().ShouldNotBeNull().ShouldContain("kairos trigger describe");
    }

    [Theory]
    [InlineData("api/jobs?state=asleep", 400)]
    [InlineData("api/jobs?limit=0", 400)]
    [InlineData("api/jobs?after=nonsense", 400)]
    [InlineData("api/jobs/nonsense", 400)]
    [InlineData("api/runs?outcome=maybe", 400)]
    [InlineData("api/runs?before=yesterday", 400)]
    [InlineData("api/jobs/0123456789012345678901", 404)]
    public async Task Bad_questions_get_problem_details_with_a_remedy(string path, int expected)
    {
        (int status, JsonElement problem) = await _server.AskAsync(HttpMethod.Get, path);

        status.ShouldBe(expected);
        problem.GetProperty("remedy").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_call_without_an_owner_is_told_how_to_name_one()
    {
        (int status, JsonElement problem) = await _server.AskAsync(HttpMethod.Get, "api/jobs", owner: null);

        status.ShouldBe(400);
        problem.GetProperty("remedy").GetString()!.ShouldContain("X-Kairos-Owner");
    }

    [Fact]
    public async Task Health_names_version_store_and_kinds()
    {
        (_, JsonElement health) = await _server.AskAsync(HttpMethod.Get, "health", owner: null);

        health.GetProperty("status").GetString().ShouldBe("ok");
        health.GetProperty("store").GetString()!.ShouldContain("SQLite");
        health.GetProperty("kinds").EnumerateArray().Select(k => k.GetString()).ShouldContain("seats.grab");
    }

    [Fact]
    public async Task The_open_api_document_lists_every_route()
    {
        (_, JsonElement document) = await _server.AskAsync(HttpMethod.Get, "openapi/v1.json", owner: null);

        document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ShouldBe(
            ["/health", "/health/ready", "/api/nodes", "/api/nodes/{number}/drain", "/api/jobs", "/api/jobs/{id}", "/api/jobs/{id}/pause", "/api/jobs/{id}/resume", "/api/jobs/{id}/run", "/api/runs", "/api/targets", "/api/seats/commands", "/api/seats/schools", "/api/seats/schools/{code}"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_second_server_on_the_same_file_is_refused_by_name()
    {
        var second = Kairos.Server.ServerHost.Build(new Kairos.Server.ServerOptions { Port = 0, Database = _server.Database });

        Exception refused = await Should.ThrowAsync<Stores.StoreInUseException>(() => second.StartAsync());

        refused.Message.ShouldContain("jobs.db");
        await second.DisposeAsync();
    }
}
