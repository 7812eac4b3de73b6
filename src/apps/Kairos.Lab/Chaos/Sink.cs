using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kairos.Jobs;
using Kairos.Lab.History;
using Kairos.Time;

namespace Kairos.Lab.Chaos;

/// <summary>Where the effects of handlers arrive: part of no node, so it knows what happened whatever became of them.</summary>
internal sealed class Sink : IAsyncDisposable
{
    private readonly HistoryWriter _writer;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;
    private long _effects;

    internal Sink(HistoryWriter writer)
    {
        _writer = writer;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    internal int Port { get; }

    internal long Effects => Interlocked.Read(ref _effects);

    /// <summary>All nodes have ended: their connections have too.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        List<Task> nodes = [];
        try
        {
            while (true)
            {
                nodes.Add(TakeAsync(await _listener.AcceptTcpClientAsync()));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(nodes);
        }
    }

    private async Task TakeAsync(TcpClient node)
    {
        using (node)
        {
            node.NoDelay = true;
            try
            {
                NetworkStream stream = node.GetStream();
                using StreamReader lines = new(stream);
                while (await lines.ReadLineAsync() is { } line)
                {
                    if (Read(line) is { } effect)
                    {
                        _writer.Write(effect);
                        Interlocked.Increment(ref _effects);
                        await stream.WriteAsync(new byte[] { 1 });
                    }
                }
            }
            catch (IOException)
            {
                // The node was killed.
            }
        }
    }

    /// <summary>Null for a line that was torn by the end of its node.</summary>
    private static EffectSeen? Read(string line) => line.Split(' ') is [var job, var due, var fence, "0" or "1"] words
        ? new EffectSeen
        {
            Job = JobId.TryParse(job, out JobId id) ? id : throw new InvalidDataException($"'{job}' is no job id."),
            Due = new Instant(long.Parse(due, CultureInfo.InvariantCulture)),
            Fence = long.Parse(fence, CultureInfo.InvariantCulture),
            BehindGate = words[3] == "1",
        }
        : null;
}
