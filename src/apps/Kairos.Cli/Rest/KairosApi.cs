using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kairos.Cli.Rest;

/// <summary>The server's REST API, one method a call.</summary>
/// <remarks>
/// Every method throws <see cref="ApiRefusal"/> when the server says no, <see cref="CliFailure"/> when it does not
/// answer or answers something else than documents.
/// </remarks>
internal sealed class KairosApi(Uri server, string? owner) : IDisposable
{
    private readonly ApiConnection _connection = new(server, owner);

    public Uri Server => server;

    /// <summary>State schedules.</summary>
    public StatesApi States => new(_connection);

    /// <param name="job">What to do and when.</param>
    /// <param name="idempotencyKey">Makes the submit repeatable; null for a plain one.</param>
    /// <param name="stop">Gives up waiting; whether the job was taken is then unknown.</param>
    public Task<Answer<JobReceipt>> SubmitJobAsync(JobSubmission job, string? idempotencyKey, CancellationToken stop)
    {
        HttpRequestMessage request = Request(HttpMethod.Post, "api/jobs", job, ApiJson.Default.JobSubmission);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return _connection.SendAsync(request, ApiJson.Default.JobReceipt, stop);
    }

    public Task<Answer<JobPage>> ListJobsAsync(JobQuery query, CancellationToken stop) => GetAsync(
        new QueryText("api/jobs").With("kind", query.Kind).With("key", query.Key).With("state", query.State)
            .With("limit", query.Limit).With("after", query.After).ToString(),
        ApiJson.Default.JobPage,
        stop);

    public Task<Answer<JobHistory>> ShowJobAsync(string id, CancellationToken stop) =>
        GetAsync(JobPath(id), ApiJson.Default.JobHistory, stop);

    public Task<Answer<JobChanged>> CancelJobAsync(string id, CancellationToken stop) =>
        _connection.SendAsync(new HttpRequestMessage(HttpMethod.Delete, JobPath(id)), ApiJson.Default.JobChanged, stop);

    public Task<Answer<JobChanged>> EditJobAsync(string id, JobEditing edit, CancellationToken stop) =>
        _connection.SendAsync(Request(HttpMethod.Patch, JobPath(id), edit, ApiJson.Default.JobEditing), ApiJson.Default.JobChanged, stop);

    public Task<Answer<JobChanged>> PauseJobAsync(string id, CancellationToken stop) => ChangeJobAsync(id, "pause", stop);

    public Task<Answer<JobChanged>> ResumeJobAsync(string id, CancellationToken stop) => ChangeJobAsync(id, "resume", stop);

    public Task<Answer<JobChanged>> RunJobNowAsync(string id, CancellationToken stop) => ChangeJobAsync(id, "run", stop);

    public Task<Answer<RunPage>> ListRunsAsync(RunQuery query, CancellationToken stop) => GetAsync(
        new QueryText("api/runs").With("kind", query.Kind).With("job", query.Job).With("outcome", query.Outcome)
            .With("limit", query.Limit).With("before", query.Before).ToString(),
        ApiJson.Default.RunPage,
        stop);

    /// <summary>Sends one message; a refused one is an answer too, with <see cref="SeatReply.Ok"/> false.</summary>
    public Task<Answer<SeatReply>> SendSeatMessageAsync(string text, CancellationToken stop) => _connection.SendAsync(
        Request(HttpMethod.Post, "api/seats/commands", new SeatMessage { Text = text }, ApiJson.Default.SeatMessage),
        ApiJson.Default.SeatReply,
        stop);

    public Task<Answer<SchoolList>> ListSchoolsAsync(CancellationToken stop) =>
        GetAsync("api/seats/schools", ApiJson.Default.SchoolList, stop);

    public Task<Answer<SchoolDocument>> ShowSchoolAsync(string code, CancellationToken stop) =>
        GetAsync(SchoolPath(code), ApiJson.Default.SchoolDocument, stop);

    public Task<Answer<SchoolDocument>> ChangeSchoolAsync(string code, SchoolChange change, CancellationToken stop) => _connection.SendAsync(
        Request(HttpMethod.Patch, SchoolPath(code), change, ApiJson.Default.SchoolChange), ApiJson.Default.SchoolDocument, stop);

    /// <summary>Has the server read a school from the venue into its catalogue.</summary>
    public Task<Answer<SchoolDocument>> AddSchoolAsync(string code, CancellationToken stop) => _connection.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, SchoolPath(code)), ApiJson.Default.SchoolDocument, stop);

    public Task<Answer<HealthDocument>> HealthAsync(CancellationToken stop) => GetAsync("health", ApiJson.Default.HealthDocument, stop);

    public Task<Answer<NodeList>> ListNodesAsync(CancellationToken stop) => GetAsync("api/nodes", ApiJson.Default.NodeList, stop);

    public Task<Answer<NodeDrained>> DrainNodeAsync(int number, bool drain, CancellationToken stop) => _connection.SendAsync(
        Request(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"api/nodes/{number}/drain"), new NodeDrain { Drain = drain }, ApiJson.Default.NodeDrain),
        ApiJson.Default.NodeDrained,
        stop);

    public void Dispose() => _connection.Dispose();

    private static string JobPath(string id) => $"api/jobs/{Uri.EscapeDataString(id)}";

    private static string SchoolPath(string code) => $"api/seats/schools/{Uri.EscapeDataString(code)}";

    private static HttpRequestMessage Request<TBody>(HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> type) =>
        new(method, path) { Content = JsonContent.Create(body, type) };

    private Task<Answer<JobChanged>> ChangeJobAsync(string id, string change, CancellationToken stop) =>
        _connection.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{JobPath(id)}/{change}"), ApiJson.Default.JobChanged, stop);

    private Task<Answer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken stop) =>
        _connection.SendAsync(new HttpRequestMessage(HttpMethod.Get, path), type, stop);
}
