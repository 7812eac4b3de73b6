using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kairos.Apps.Tests.Cli;

/// <summary>A web server that records what it is asked and answers what a test laid out.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (int Status, string Type, string Body)> _answers = new();
    private readonly ConcurrentQueue<FakeRequest> _requests = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakeServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>Ends when the first request has arrived.</summary>
    public Task Asked => _asked.Task;

    /// <summary>What requests wait for before they are answered.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    /// <summary>The one request that came.</summary>
    public FakeRequest Request => _requests.ShouldHaveSingleItem();

    public IReadOnlyCollection<FakeRequest> Requests => _requests;

    public static async Task<FakeServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        FakeServer server = new(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Lays out an answer, for example to <c>GET /api/jobs</c>, whatever the query is.</summary>
    public FakeServer On(string call, string body, int status = 200, string type = "application/json")
    {
        _answers[call] = (status, type, body);
        return this;
    }

    public FakeServer Refuse(string call, int status, string problem) => On(call, problem, status, "application/problem+json");

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        _requests.Enqueue(new FakeRequest(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            body,
            context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        _asked.TrySetResult();
        await Hold.WaitAsync(context.RequestAborted);

        (int status, string type, string answer) = _answers.GetValueOrDefault(
            $"{context.Request.Method} {context.Request.Path}",
            (500, "text/plain", "no answer was laid out"));
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(answer);
    }
}

/// <summary>A request as it came.</summary>
internal sealed record FakeRequest(string Method, string Target, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? Owner => Headers.GetValueOrDefault("X-Kairos-Owner");

    public override string ToString() => $"{Method} {Target}";
}
