using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kairos.Cli.Rest;

/// <summary>Sends requests and turns whatever comes back into a document or a failure with a remedy.</summary>
internal sealed class ApiConnection : IDisposable
{
    private const string OwnerHeader = "X-Kairos-Owner";
    private const string StartOne = "start one with `kairos serve`, or name another with --server";

    // A page of a thousand jobs with the largest payloads would be a gigabyte: nobody reads that on a terminal.
    private const int LongestAnswer = 64 << 20;

    private static readonly TimeSpan s_connectWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_answerWithin = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http;

    public ApiConnection(Uri server, string? owner)
    {
        SocketsHttpHandler handler = new()
        {
            // A message may carry a session: it goes to the address that was named and nowhere else.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !server.IsLoopback,
            ConnectTimeout = s_connectWithin,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(server.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestAnswer,
        };
        if (owner is not null)
        {
            _http.DefaultRequestHeaders.Add(OwnerHeader, owner);
        }
    }

    /// <param name="request">Is disposed.</param>
    /// <param name="type">How the answer is read.</param>
    /// <param name="stop">Gives up waiting.</param>
    /// <param name="within">How long the answer is waited for; null for as long as most calls may take.</param>
    public async Task<Answer<T>> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken stop, TimeSpan? within = null)
    {
        using HttpRequestMessage sent = request;
        using CancellationTokenSource late = new(within ?? s_answerWithin, TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, either.Token);
            JsonElement document = await ReadAsync(response, either.Token);
            return response.IsSuccessStatusCode || IsSeatRefusal(response, document)
                ? new Answer<T>(document, type)
                : throw new ApiRefusal(ReadProblem(response, document), document);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            throw new CliFailure($"no server answers at {_http.BaseAddress}", StartOne, inner: e);
        }
        catch (HttpRequestException e)
        {
            throw new CliFailure($"the way to {_http.BaseAddress} failed: {(e.InnerException ?? e).Message}", "see that --server is right", inner: e);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new CliFailure($"no server answers at {_http.BaseAddress} in time", StartOne, inner: e);
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(stop);
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            string what = body.Length == 0 ? "nothing" : response.Content.Headers.ContentType?.MediaType ?? "something";
            throw new CliFailure(
                $"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode} with {what} instead of JSON",
                "see that --server names a Kairos server of this version",
                inner: e);
        }
    }

    private static Problem ReadProblem(HttpResponseMessage response, JsonElement document)
    {
        try
        {
            return document.Deserialize(ApiJson.Default.Problem) ?? Unexplained(response);
        }
        catch (JsonException)
        {
            return Unexplained(response);
        }
    }

    private static Problem Unexplained(HttpResponseMessage response) => new()
    {
        Title = $"the server answered {(int)response.StatusCode} without saying why",
        Status = (int)response.StatusCode,
        Remedy = "see its log",
    };

    // A refused message comes as 422 with the reply in both languages, which is what the user wants to read.
    private static bool IsSeatRefusal(HttpResponseMessage response, JsonElement document) =>
        response.StatusCode == HttpStatusCode.UnprocessableEntity
        && document.ValueKind == JsonValueKind.Object
        && document.TryGetProperty("ok", out _);
}
