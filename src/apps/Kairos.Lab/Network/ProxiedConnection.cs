using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Kairos.Lab.Network;

/// <summary>One connection of a client, carried on to the server through the weather.</summary>
internal sealed class ProxiedConnection : IDisposable
{
    private const int ChunkLength = 8_192;

    // 128 KB on the way in each direction: what is held or delayed beyond that waits in the socket of its sender.
    private const int MostChunks = 16;

    private readonly Socket _client;
    private readonly Socket _server;
    private readonly PgProxy _proxy;
    private readonly ClientReading _asking = new();
    private readonly ServerReading _answering;
    private readonly Channel<Chunk> _toServer = Channel.CreateBounded<Chunk>(new BoundedChannelOptions(MostChunks) { SingleReader = true });
    private readonly Channel<Chunk> _toClient = Channel.CreateBounded<Chunk>(new BoundedChannelOptions(MostChunks) { SingleReader = true });
    private readonly CancellationTokenSource _cut = new();
    private volatile bool _holed;

    internal ProxiedConnection(Socket client, Socket server, PgProxy proxy)
    {
        _client = client;
        _server = server;
        _proxy = proxy;
        _answering = new ServerReading(_asking.Asked, () => proxy.Weather, () => proxy.Wish, proxy.CountNotification);
    }

    /// <summary>Ends when both sides have closed, or it was cut.</summary>
    /// <param name="target">Port of the server. When nobody listens there, the client is reset.</param>
    internal async Task CarryAsync(int target)
    {
        try
        {
            await _server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target), _cut.Token);
            await Task.WhenAll(
                OrCutAsync(ReadAsync(_client, _toServer.Writer, Way.ToServer)),
                OrCutAsync(SendAsync(_server, _toServer.Reader, Way.ToServer)),
                OrCutAsync(ReadAsync(_server, _toClient.Writer, Way.ToClient)),
                OrCutAsync(SendAsync(_client, _toClient.Reader, Way.ToClient)));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody listens, or it was cut meanwhile.
        }
        finally
        {
            Cut();
        }
    }

    /// <summary>Resets both sides.</summary>
    internal void Cut()
    {
        try
        {
            _cut.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself meanwhile.
        }

        Reset(_client);
        Reset(_server);
    }

    public void Dispose() => _cut.Dispose();

    /// <summary>The weather has changed: a connection from which bytes are missing does not live on in fair weather.</summary>
    internal void Notice(Weather weather)
    {
        if (_holed && weather is { ToServer: not Passage.Swallowed, ToClient: not Passage.Swallowed })
        {
            Cut();
        }
    }

    /// <summary>A close with nothing lingering is a reset.</summary>
    internal static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is gone already, which is what was wanted.
        }

        socket.Dispose();
    }

    /// <summary>Cut by us or by one of the two: the others learn it in the same way.</summary>
    private async Task OrCutAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Cut();
        }
        catch
        {
            Cut();
            throw;
        }
    }

    private async Task ReadAsync(Socket from, ChannelWriter<Chunk> to, Way way)
    {
        byte[] buffer = new byte[ChunkLength];
        bool reset = false;
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, _cut.Token)) > 0)
            {
                await ForwardAsync(buffer.AsMemory(0, read), to, way);
            }
        }
        catch (SocketException)
        {
            reset = true;
        }

        // An end travels as the bytes before it do.
        byte[] rest = way == Way.ToClient ? _answering.Rest() : [];
        await to.WriteAsync(new Chunk(rest, Arrival(way)) { Ends = true, Resets = reset }, _cut.Token);
        to.Complete();
    }

    private async Task ForwardAsync(ReadOnlyMemory<byte> bytes, ChannelWriter<Chunk> to, Way way)
    {
        long arrival = Arrival(way);
        if (way == Way.ToServer)
        {
            bool began = _asking.Cancels;
            byte[] asked = _asking.Forward(bytes.Span, out int refuses);
            if (_asking.Cancels && !began)
            {
                _proxy.CountCancelRequest();
            }

            for (int i = 0; i < refuses; i++)
            {
                await _toClient.Writer.WriteAsync(new Chunk([(byte)'N'], Arrival(Way.ToClient)), _cut.Token);
            }

            await to.WriteAsync(new Chunk(asked, arrival), _cut.Token);
            return;
        }

        byte[] answered = _answering.Forward(bytes.Span);
        if (_answering.Dropped)
        {
            Cut();
        }

        await to.WriteAsync(new Chunk(answered, arrival), _cut.Token);
    }

    private async Task SendAsync(Socket to, ChannelReader<Chunk> from, Way way)
    {
        await foreach (Chunk chunk in from.ReadAllAsync(_cut.Token))
        {
            // A delay ends some milliseconds early in a third of the cases: it is looked again.
            while (PgProxy.Time.GetElapsedTime(PgProxy.Time.GetTimestamp(), chunk.Arrival) is { Ticks: > 0 } left)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), PgProxy.Time, _cut.Token);
            }

            // A hole lets no end through either: whoever is behind it does not learn that the other has gone.
            Passage passage = await _proxy.PassageAsync(way, chunk.Ends, _cut.Token);
            if (passage == Passage.Swallowed)
            {
                _holed |= chunk.Bytes.Length > 0;
                Notice(_proxy.Weather);
                continue;
            }

            await SendAllAsync(to, chunk.Bytes);
            if (chunk.Ends)
            {
                End(to, chunk.Resets);
            }
        }
    }

    private async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, _cut.Token)..];
        }
    }

    private void End(Socket to, bool resets)
    {
        if (resets)
        {
            Cut();
        }
        else
        {
            to.Shutdown(SocketShutdown.Send);
        }
    }

    private long Arrival(Way way) =>
        PgProxy.Time.GetTimestamp() + (long)(_proxy.Weather.DelayOn(way).TotalSeconds * PgProxy.Time.TimestampFrequency);

    /// <param name="Bytes">May be none.</param>
    /// <param name="Arrival">Timestamp before which they are not delivered.</param>
    private readonly record struct Chunk(byte[] Bytes, long Arrival)
    {
        internal bool Ends { get; init; }

        internal bool Resets { get; init; }
    }
}
