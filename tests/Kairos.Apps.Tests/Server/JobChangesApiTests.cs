using System.Text.Json;

namespace Kairos.Apps.Tests.Server;

public sealed class JobChangesApiTests : IAsyncLifetime
{
    private const string Nobody = "0123456789012345678901";

    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_job_is_paused_listed_as_such_and_resumed()
    {
        string id = await SubmitAsync(new { kind = "demo.echo", trigger = new { at = "2099-01-01T00:00:00Z" } });

        (await AskAsync(HttpMethod.Post, $"{id}/pause")).ShouldBe((200, "applied"));
        (_, JsonElement paused) = await _server.AskAsync(HttpMethod.Get, "api/jobs?state=paused");
        (await AskAsync(HttpMethod.Post, $"{id}/resume")).ShouldBe((200, "applied"));

        paused.GetProperty("jobs")[0].GetProperty("id").GetString().ShouldBe(id);
        (await ShowAsync(id)).GetProperty("state").GetString().ShouldBe("waiting");
    }

    [Fact]
    public async Task A_job_is_edited_and_what_is_not_given_stays()
    {
        string id = await SubmitAsync(new { kind = "demo.echo", priority = 3, payload = new { text = "old" }, trigger = new { at = "2099-01-01T00:00:00Z" } });

        (await AskAsync(HttpMethod.Patch, id, new { payload = new { text = "新" }, version = 1 })).ShouldBe((200, "applied"));
        JsonElement first = await ShowAsync(id);
        (await AskAsync(HttpMethod.Patch, id, new { trigger = new { at = "2099-02-01T00:00:00Z" }, priority = 5, maxAttempts = 2 })).ShouldBe((200, "applied"));
        JsonElement second = await ShowAsync(id);

        first.GetProperty("payload").GetProperty("text").GetString().ShouldBe("新");
        (first.GetProperty("due").GetString(), first.GetProperty("priority").GetInt32(), first.GetProperty("version").GetInt32())
            .ShouldBe(("2099-01-01T00:00:00.000000Z", 3, 2));
        (second.GetProperty("due").GetString(), second.GetProperty("priority").GetInt32(), second.GetProperty("version").GetInt32())
            .ShouldBe(("2099-02-01T00:00:00.000000Z", 5, 3));
    }

    [Fact]
    public async Task An_edit_of_another_version_is_a_conflict_with_a_remedy()
    {
        string id = await SubmitAsync(new { kind = "demo.echo", trigger = new { at = "2099-01-01T00:00:00Z" } });

        (int status, JsonElement problem) = await _server.AskAsync(HttpMethod.Patch, $"api/jobs/{id}", new { priority = 1, version = 7 });

        (status, problem.GetProperty("code").GetString()).ShouldBe((409, "version-conflict"));
        problem.GetProperty("remedy").GetString()!.ShouldContain(id);
        (await ShowAsync(id)).GetProperty("version").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("{}", "changes nothing")]
    [InlineData("""{"payload":null}""", "changes nothing")]
    [InlineData("""{"priority":1000}""", "priority 1000 is out of range")]
    [InlineData("""{"trigger":{"never":1}}""", "Not a trigger")]
    [InlineData("""{"version":"one"}""", "not the JSON that is expected")]
    public async Task A_bad_edit_is_told_what_is_wrong(string body, string words)
    {
        string id = await SubmitAsync(new { kind = "demo.echo", trigger = new { at = "2099-01-01T00:00:00Z" } });

        (int status, JsonElement problem) = await _server.AskAsync(HttpMethod.Patch, $"api/jobs/{id}", JsonDocument.Parse(body).RootElement);

        status.ShouldBe(400);
        problem.GetRawText().ShouldContain(words, Case.Insensitive);
    }

    [Fact]
    public async Task A_job_is_run_now_and_shows_how_often_it_has_run()
    {
        string id = await SubmitAsync(new { kind = "demo.echo", trigger = new { every = "24:00:00", anchor = "2099-01-01T00:00:00Z" } });

        (await AskAsync(HttpMethod.Post, $"{id}/run")).ShouldBe((200, "applied"));

        JsonElement job;
        do
        {
            job = await ShowAsync(id);
        }
        while (job.GetProperty("ran").GetInt32() == 0);

        job.GetProperty("due").GetString().ShouldBe("2099-01-01T00:00:00.000000Z");
        (_, JsonElement runs) = await _server.AskAsync(HttpMethod.Get, $"api/runs?job={id}");
        runs.GetProperty("runs")[0].GetProperty("outcome").GetString().ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_job_of_an_unknown_kind_that_is_to_run_now_is_parked()
    {
        string id = await SubmitAsync(new { kind = "nobody.knows" });
        while ((await ShowAsync(id)).GetProperty("state").GetString() != "parked")
        {
            // Claimed and put aside some milliseconds after the submit.
        }

        (await AskAsync(HttpMethod.Post, $"{id}/run")).ShouldBe((200, "parked"));
    }

    [Theory]
    [InlineData("PATCH", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/pause")]
    [InlineData("POST", "/resume")]
    [InlineData("POST", "/run")]
    public async Task Only_its_owner_changes_a_job(string method, string change)
    {
        string id = await SubmitAsync(new { kind = "demo.echo", trigger = new { at = "2099-01-01T00:00:00Z" } });
        object? body = method == "PATCH" ? new { priority = 1 } : null;

        (int foreign, JsonElement problem) = await _server.AskAsync(new HttpMethod(method), $"api/jobs/{id}{change}", body, owner: "bob");
        (int absent, _) = await _server.AskAsync(new HttpMethod(method), $"api/jobs/{Nobody}{change}", body);
        (int nonsense, _) = await _server.AskAsync(new HttpMethod(method), $"api/jobs/nonsense{change}", body);

        (foreign, absent, nonsense).ShouldBe((404, 404, 400));
        (problem.GetProperty("code").GetString(), problem.GetProperty("remedy").GetString()!.Length > 0).ShouldBe(("not-found", true));
        (await ShowAsync(id)).GetProperty("version").GetInt32().ShouldBe(1);
    }

    private async Task<string> SubmitAsync(object job)
    {
        (int status, JsonElement submitted) = await _server.AskAsync(HttpMethod.Post, "api/jobs", job);
        status.ShouldBe(201);
        return submitted.GetProperty("id").GetString()!;
    }

    private async Task<(int Status, string? Answer)> AskAsync(HttpMethod method, string path, object? body = null)
    {
        (int status, JsonElement answer) = await _server.AskAsync(method, $"api/jobs/{path}", body);
        return (status, answer.GetProperty("answer").GetString());
    }

    private async Task<JsonElement> ShowAsync(string id)
    {
        (_, JsonElement shown) = await _server.AskAsync(HttpMethod.Get, $"api/jobs/{id}");
        return shown.GetProperty("job");
    }
}
