using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Kairos.Cli.Rehearse;

/// <summary>The servers under rehearsal, called as users call them: in turn, and the next one where one is gone.</summary>
internal sealed class ServerClient : IDisposable
{
    private readonly HttpClient[] _nodes;
    private volatile HttpClient[] _asked;
    private int _turn;

    internal ServerClient(IReadOnlyList<Uri> addresses) =>
        _asked = _nodes = [.. addresses.Select(address => new HttpClient { BaseAddress = address })];

    public void Dispose()
    {
        foreach (HttpClient node in _nodes)
        {
            node.Dispose();
        }
    }

    /// <summary>Asks a server no more, for it is about to be killed: its port may soon be that of another program, and that would answer.</summary>
    /// <param name="place">Which, as <see cref="PlaceOfAsync"/> tells.</param>
    internal void Leave(int place) => _asked = [.. _asked.Where(node => node != _nodes[place])];

    /// <summary>Sends a message.</summary>
    internal Task<Reply> SendAsync(string owner, string text, CancellationToken ct) => InTurnAsync(async node =>
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri("api/seats/commands", UriKind.Relative))
        {
            Content = JsonContent.Create(new Message(text), ServerClientJson.Default.Message),
        };
        request.Headers.Add("X-Kairos-Owner", owner);
        using HttpResponseMessage response = await node.SendAsync(request, ct);
        return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity
            ? (await response.Content.ReadFromJsonAsync(ServerClientJson.Default.Reply, ct))!
            : throw new InvalidOperationException($"The server answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(ct)}");
    });

    /// <summary>Has one server read a school; the others learn of it by themselves.</summary>
    internal async Task AddSchoolAsync(string code, CancellationToken ct)
    {
        using HttpResponseMessage response = await _nodes[0].PostAsync(new Uri($"api/seats/schools/{code}", UriKind.Relative), null, ct);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The server could not read school {code} from the venue: {await response.Content.ReadAsStringAsync(ct)}");
        }
    }

    /// <summary>The venue's clock minus ours, as all servers that live believe together.</summary>
    internal async Task<Bounds> OffsetAsync(CancellationToken ct)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (HttpClient node in _asked)
        {
            if (await TryAsync(() => GetAsync(node, "api/targets", ServerClientJson.Default.TargetList, ct)) is { } list)
            {
                low = Math.Min(low, list.Targets[0].OffsetLowMs ?? double.NegativeInfinity);
                high = Math.Max(high, list.Targets[0].OffsetHighMs ?? double.PositiveInfinity);
            }
        }

        return new Bounds(Math.Round(low, 3), Math.Round(high, 3));
    }

    /// <summary>The nodes as one of those that live sees them.</summary>
    internal async Task<IReadOnlyList<NodeLine>> NodesAsync(CancellationToken ct) =>
        (await InTurnAsync(node => GetAsync(node, "api/nodes", ServerClientJson.Default.NodeLines, ct))).Nodes;

    /// <summary>Which of the addresses, from 0, is that of a node.</summary>
    internal async Task<int> PlaceOfAsync(int number, CancellationToken ct)
    {
        for (int i = 0; i < _nodes.Length; i++)
        {
            if ((await GetAsync(_nodes[i], "health", ServerClientJson.Default.NodeHealth, ct)).Node == number)
            {
                return i;
            }
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"None of the servers is node {number}."));
    }

    /// <summary>A grab of this student was begun by a node that died, as the record tells.</summary>
    internal Task<bool> WasLostAsync(string owner, CancellationToken ct) => InTurnAsync(async node =>
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri("api/runs?kind=seats.grab&outcome=lost&limit=1", UriKind.Relative));
        request.Headers.Add("X-Kairos-Owner", owner);
        using HttpResponseMessage response = await node.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ServerClientJson.Default.RunLines, ct))!.Runs.Count > 0;
    });

    private static async Task<T> GetAsync<T>(HttpClient node, string path, JsonTypeInfo<T> type, CancellationToken ct) => (await node.GetFromJsonAsync(path, type, ct))!;

    /// <summary>The next one in turn, and where it is gone the one after it.</summary>
    private async Task<T> InTurnAsync<T>(Func<HttpClient, Task<T>> ask)
    {
        HttpClient[] nodes = _asked;
        int first = (int)((uint)Interlocked.Increment(ref _turn) % (uint)nodes.Length);
        for (int i = 0; ; i++)
        {
            try
            {
                return await ask(nodes[(first + i) % nodes.Length]);
            }
            catch (HttpRequestException e) when (IsGone(e) && i < nodes.Length - 1)
            {
                // What was sent is sent again: a grab takes the place of itself, all else only reads.
            }
        }
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (HttpRequestException e) when (IsGone(e))
        {
            return null;
        }
    }

    private static bool IsGone(HttpRequestException e) => e.StatusCode is null;
}

internal sealed record Message(string Text);

internal sealed record Reply(bool Ok, string Code, string Chinese, string English, string? Task, GrabResult? Result);

/// <summary>What the server keeps of a grab.</summary>
internal sealed record GrabResult(string Outcome, GrabbedSeat? Booked, double? LatenessMs, double? BudgetWaitMs);

internal sealed record GrabbedSeat(int Room, int Seat);

internal sealed record TargetList(IReadOnlyList<Target> Targets);

internal sealed record Target(string Name, double? OffsetLowMs, double? OffsetHighMs);

internal sealed record NodeLines(IReadOnlyList<NodeLine> Nodes);

internal sealed record NodeLine(int Number, string State, int Held);

internal sealed record NodeHealth(int Node);

internal sealed record RunLines(IReadOnlyList<RunLine> Runs);

internal sealed record RunLine(string Job);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(Reply))]
[JsonSerializable(typeof(TargetList))]
[JsonSerializable(typeof(NodeLines))]
[JsonSerializable(typeof(NodeHealth))]
[JsonSerializable(typeof(RunLines))]
internal sealed partial class ServerClientJson : JsonSerializerContext;
