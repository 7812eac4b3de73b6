using System.Net.Http.Json;
using System.Text.Json;
using Kairos.Crash.Tests.Workers;

namespace Kairos.Crash.Tests;

/// <summary>The server as it is started from a shell.</summary>
public sealed class ServerTests : IDisposable
{
    private const string Ready = "ready ";

    private readonly CrashHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_second_server_on_the_same_file_is_refused_and_starts_at_once_when_the_first_was_killed()
    {
        using OtherProcess first = Serve();
        await first.LineAsync(Ready);

        using (OtherProcess refused = Serve())
        {
            (await refused.ExitAsync()).ShouldBe(1);
            refused.Errors.ShouldContain($"'{_home.Place.Database}' is in use");
            refused.Errors.ShouldContain("Stop that one");
        }

        first.Kill();
        await first.ExitAsync();
        using OtherProcess second = Serve();
        await second.LineAsync(Ready);
    }

    [Fact]
    public async Task A_kind_without_a_handler_is_parked_and_a_payload_that_cannot_be_read_fails_and_neither_disturbs_others()
    {
        // For kinds that are known; nobody need answer there.
        using OtherProcess server = Serve("--venue", "http://127.0.0.1:9/");
        using HttpClient http = new() { BaseAddress = new Uri((await server.LineAsync(Ready))[Ready.Length..]) };
        http.DefaultRequestHeaders.Add("X-Kairos-Owner", "crash");

        string unknown = await SubmitAsync(http, "no.such.kind", "{}");
        string corrupt = await SubmitAsync(http, "seats.grab", """{"date":17}""");
        string innocent = await SubmitAsync(http, "seats.preflight", """{"school":"none","opensAt":"2026-01-01T00:00:00Z"}""");

        JsonElement parked = await SettledAsync(http, unknown);
        parked.GetProperty("job").GetProperty("state").GetString().ShouldBe("parked");
        parked.GetProperty("job").GetProperty("reason").GetString().ShouldBe("Kind 'no.such.kind' has no handler on this node: it waits until one is registered.");
        using JsonDocument list = JsonDocument.Parse(await http.GetStringAsync("/api/jobs?state=parked"));
        list.RootElement.GetProperty("jobs").EnumerateArray().Select(j => j.GetProperty("id").GetString()).ShouldBe([unknown]);

        JsonElement failed = (await SettledAsync(http, corrupt)).GetProperty("runs")[0];
        failed.GetProperty("outcome").GetString().ShouldBe("failed");
        failed.GetProperty("reason").GetString()!.ShouldContain("payload could not be read");

        JsonElement other = (await SettledAsync(http, innocent)).GetProperty("runs")[0];
        other.GetProperty("reason").GetString().ShouldBe("The grab it was for is gone.");
    }

    private OtherProcess Serve(params string[] more) =>
        OtherProcess.Start([.. Programs.Kairos, "serve", "--port", "0", "--db", _home.Place.Database, .. more]);

    private static async Task<string> SubmitAsync(HttpClient http, string kind, string payload)
    {
        using StringContent body = new($$"""{"kind":"{{kind}}","payload":{{payload}}}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage answer = await http.PostAsync("/api/jobs", body);
        string text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>The job and its runs, once it is parked or has a run. Each look is a request; the server's answers are the pace.</summary>
    private static async Task<JsonElement> SettledAsync(HttpClient http, string id)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            JsonElement shown = await http.GetFromJsonAsync<JsonElement>($"/api/jobs/{id}");
            bool parked = shown.TryGetProperty("job", out JsonElement job) && job.ValueKind == JsonValueKind.Object && job.GetProperty("state").GetString() == "parked";
            if (parked || shown.GetProperty("runs").GetArrayLength() > 0)
            {
                return shown;
            }

            TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(OtherProcess.Patience, shown.ToString());
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
