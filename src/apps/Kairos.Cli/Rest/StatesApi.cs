using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kairos.Cli.Rest;

/// <summary>State schedules over REST, one method a call; they fail as those of <see cref="KairosApi"/> do.</summary>
internal sealed class StatesApi(ApiConnection connection)
{
    // An index over some hundred million rows; the server goes on with it whether or not anybody waits.
    private static readonly TimeSpan s_installedWithin = TimeSpan.FromHours(2);

    public Task<Answer<StateMappingList>> ListAsync(CancellationToken stop) => SendAsync(HttpMethod.Get, "api/states", ApiJson.Default.StateMappingList, stop);

    public Task<Answer<StateMappingDocument>> ShowAsync(string name, CancellationToken stop) => SendAsync(HttpMethod.Get, PathOf(name), ApiJson.Default.StateMappingDocument, stop);

    public Task<Answer<StateTickList>> TicksAsync(string name, int? count, CancellationToken stop) =>
        SendAsync(HttpMethod.Get, new QueryText(PathOf(name, "ticks")).With("count", count).ToString(), ApiJson.Default.StateTickList, stop);

    public Task<Answer<StateSettingsDocument>> SettingsAsync(string name, CancellationToken stop) =>
        SendAsync(HttpMethod.Get, PathOf(name, "settings"), ApiJson.Default.StateSettingsDocument, stop);

    public Task<Answer<StateSettingsDocument>> SetAsync(string name, StateSettingsDocument settings, CancellationToken stop) =>
        connection.SendAsync(Request(HttpMethod.Put, PathOf(name, "settings"), settings, ApiJson.Default.StateSettingsDocument), ApiJson.Default.StateSettingsDocument, stop);

    public Task<Answer<StateInstallation>> PlanAsync(string name, CancellationToken stop) => SendAsync(HttpMethod.Get, PathOf(name, "plan"), ApiJson.Default.StateInstallation, stop);

    public Task<Answer<StateInstallation>> ApplyAsync(string name, CancellationToken stop) => InstallAsync(name, "apply", stop);

    public Task<Answer<StateInstallation>> RemoveAsync(string name, CancellationToken stop) => InstallAsync(name, "remove", stop);

    /// <param name="name">The mapping.</param>
    /// <param name="what">backfill or repair.</param>
    /// <param name="rowsPerSecond">The most; null takes the mapping's setting.</param>
    /// <param name="stop">Gives up; the pass may have begun all the same.</param>
    public Task<Answer<StatePass>> StartPassAsync(string name, string what, int? rowsPerSecond, CancellationToken stop) =>
        connection.SendAsync(Request(HttpMethod.Post, PathOf(name, what), new StatePassStart { RowsPerSecond = rowsPerSecond }, ApiJson.Default.StatePassStart), ApiJson.Default.StatePass, stop);

    public Task<Answer<StatePass>> PassAsync(string id, CancellationToken stop) => SendAsync(HttpMethod.Get, PathOf("passes", id), ApiJson.Default.StatePass, stop);

    public Task<Answer<StatePass>> CancelPassAsync(string id, CancellationToken stop) => SendAsync(HttpMethod.Post, $"{PathOf("passes", id)}/cancel", ApiJson.Default.StatePass, stop);

    public Task<Answer<StateTickAsked>> TickAsync(string name, CancellationToken stop) => SendAsync(HttpMethod.Post, PathOf(name, "tick"), ApiJson.Default.StateTickAsked, stop);

    public Task<Answer<StateMappingDocument>> PauseAsync(string name, CancellationToken stop) => SendAsync(HttpMethod.Post, PathOf(name, "pause"), ApiJson.Default.StateMappingDocument, stop);

    public Task<Answer<StateMappingDocument>> ResumeAsync(string name, CancellationToken stop) => SendAsync(HttpMethod.Post, PathOf(name, "resume"), ApiJson.Default.StateMappingDocument, stop);

    public Task<Answer<StateForecast>> ForecastAsync(string name, CancellationToken stop) => SendAsync(HttpMethod.Get, PathOf(name, "forecast"), ApiJson.Default.StateForecast, stop);

    public Task<Answer<StateRow>> WhyAsync(string name, long key, CancellationToken stop) => SendAsync(HttpMethod.Get, RowPath(name, key, "why"), ApiJson.Default.StateRow, stop);

    public Task<Answer<StateRow>> EditAsync(string name, long key, StateScheduleEdit edit, CancellationToken stop) =>
        connection.SendAsync(Request(HttpMethod.Put, RowPath(name, key, "schedule"), edit, ApiJson.Default.StateScheduleEdit), ApiJson.Default.StateRow, stop);

    public Task<Answer<StateRow>> ExhaustedAsync(string name, long key, StateExhausted report, CancellationToken stop) =>
        connection.SendAsync(Request(HttpMethod.Post, RowPath(name, key, "exhausted"), report, ApiJson.Default.StateExhausted), ApiJson.Default.StateRow, stop);

    private static string PathOf(string name) => $"api/states/{Uri.EscapeDataString(name)}";

    private static string PathOf(string name, string what) => $"{PathOf(name)}/{Uri.EscapeDataString(what)}";

    private static string RowPath(string name, long key, string what) => string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}/rows/{key}/{what}");

    private static HttpRequestMessage Request<TBody>(HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> type) =>
        new(method, path) { Content = JsonContent.Create(body, type) };

    private Task<Answer<StateInstallation>> InstallAsync(string name, string what, CancellationToken stop) =>
        connection.SendAsync(new HttpRequestMessage(HttpMethod.Post, PathOf(name, what)), ApiJson.Default.StateInstallation, stop, s_installedWithin);

    private Task<Answer<T>> SendAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken stop) =>
        connection.SendAsync(new HttpRequestMessage(method, path), type, stop);
}
