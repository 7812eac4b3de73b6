using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Kairos.Lab.Network;

/// <summary>The network between a node and PostgreSQL, on 127.0.0.1, whose faults are made while it is in use.</summary>
/// <remarks>Without TLS: requests for encryption are refused here. A connection beyond the most is reset.</remarks>
/// <threadsafety>All members may be called at once from any thread.</threadsafety>
public sealed class PgProxy : IAsyncDisposable
{
    private const int MostConnections = 512;
    internal static readonly TimeProvider Time = TimeProvider.System;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Lock _lock = new();
    private readonly Dictionary<ProxiedConnection, Task> _connections = [];
    private readonly List<Exception> _failures = [];
    private readonly Task _accepting;
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Weather _weather = Weather.Fair;
    private volatile DroppedAnswer? _wish;
    private volatile int _target;
    private int _notifications;
    private int _cancelRequests;

    private PgProxy(int target)
    {
        _target = target;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(MostConnections);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public int Port { get; }

    /// <summary>Port of the server on 127.0.0.1; a change counts for new connections.</summary>
    public int Target
    {
        get => _target;
        set => _target = value;
    }

    /// <summary>Connections that are open now.</summary>
    public int Connections
    {
        get
        {
            lock (_lock)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>How many notifications were left out so far.</summary>
    public int NotificationsDropped => Volatile.Read(ref _notifications);

    /// <summary>How often a client asked the server to cancel something.</summary>
    public int CancelRequests => Volatile.Read(ref _cancelRequests);

    internal Weather Weather => _weather;

    /// <summary>The answer that is to be dropped and has not come.</summary>
    internal DroppedAnswer? Wish => _wish is { Done.IsCompleted: false } wish ? wish : null;

    /// <summary>Listens on a port of its own, in fair weather.</summary>
    /// <param name="target">Port of the server on 127.0.0.1.</param>
    public static PgProxy Start(int target) => new(target);

    /// <summary>A connection string that leads through here, for the same database and user.</summary>
    public string Through(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Host = IPAddress.Loopback.ToString(),
        Port = Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Fair weather: nothing is done to what passes, and no answer is dropped any more. Connections with a hole are reset.</summary>
    public void Clear()
    {
        Interlocked.Exchange(ref _wish, null)?.GiveUp();
        Change(_ => Weather.Fair);
    }

    /// <summary>Resets all open connections; returns how many.</summary>
    public int CutAll()
    {
        ProxiedConnection[] open = Open();
        Array.ForEach(open, c => c.Cut());
        return open.Length;
    }

    /// <summary>Whether new connections are reset at once. Open ones stay.</summary>
    public void RefuseNew(bool refuse) => Change(w => w with { RefusesNew = refuse });

    /// <summary>What becomes of bytes, one way or both: those on their way too.</summary>
    public void Set(Way way, Passage passage) => Change(w => w with
    {
        ToServer = way.HasFlag(Way.ToServer) ? passage : w.ToServer,
        ToClient = way.HasFlag(Way.ToClient) ? passage : w.ToClient,
    });

    /// <summary>Delays what comes from now on, one way or both.</summary>
    public void Delay(Way way, TimeSpan by) => Change(w => w with
    {
        DelayToServer = way.HasFlag(Way.ToServer) ? by : w.DelayToServer,
        DelayToClient = way.HasFlag(Way.ToClient) ? by : w.DelayToClient,
    });

    /// <summary>Whether notifications are left out.</summary>
    public void DropNotifications(bool drop) => Change(w => w with { DropsNotifications = drop });

    /// <summary>
    /// Keeps one answer from its client: the server carries the work out and says so, and instead of its answer the client
    /// gets a reset. Of work that failed, or is not committed with it, the answer is delivered.
    /// </summary>
    /// <param name="kinds">Answers to what; the first that comes on any connection.</param>
    /// <param name="of">Looks at the SQL that is answered; null for any.</param>
    /// <returns>Done when it has happened; cancelled when it was cleared or another wish took its place.</returns>
    /// <remarks>Answers longer than 4 MB are delivered. The client must not wait for a part of an answer, as one that sends Flush does; Npgsql does not.</remarks>
    public Task DropNextAnswerAsync(Answers kinds, Func<string, bool>? of = null)
    {
        DroppedAnswer wish = new(kinds, of ?? (_ => true));
        Interlocked.Exchange(ref _wish, wish)?.GiveUp();
        return wish.Done;
    }

    /// <exception cref="InvalidDataException">A client or the server did not speak PostgreSQL's protocol.</exception>
    public async ValueTask DisposeAsync()
    {
        Clear();
        _listener.Dispose();
        await _accepting;
        Task[] carried;
        lock (_lock)
        {
            carried = [.. _connections.Values];
        }

        CutAll();
        await Task.WhenAll(carried);
        if (_failures is [Exception first, ..])
        {
            throw new InvalidDataException(first.Message, first);
        }
    }

    internal void CountCancelRequest() => Interlocked.Increment(ref _cancelRequests);

    internal void CountNotification() => Interlocked.Increment(ref _notifications);

    /// <summary>How bytes pass now; waits while they are held, and for an end until it is let through.</summary>
    internal async ValueTask<Passage> PassageAsync(Way way, bool ends, CancellationToken ct)
    {
        while (true)
        {
            // In this order: a change between the two completes the task that was read.
            Task changed = _changed.Task;
            Passage passage = _weather.On(way);
            if (passage == Passage.Open || (passage == Passage.Swallowed && !ends))
            {
                return passage;
            }

            await changed.WaitAsync(ct);
        }
    }

    private void Change(Func<Weather, Weather> change)
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            _weather = change(_weather);
            before = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.SetResult();
        Array.ForEach(Open(), c => c.Notice(_weather));
    }

    private ProxiedConnection[] Open()
    {
        lock (_lock)
        {
            return [.. _connections.Keys];
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client;
                try
                {
                    client = await _listener.AcceptAsync();
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
                {
                    // Gone before it was taken up.
                    continue;
                }

                if (_weather.RefusesNew || Connections >= MostConnections)
                {
                    ProxiedConnection.Reset(client);
                    continue;
                }

                client.NoDelay = true;
                Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                ProxiedConnection connection = new(client, server, this);
                lock (_lock)
                {
                    _connections.Add(connection, CarryAsync(connection));
                }
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
        {
            // The listener was closed: we are being disposed.
        }
    }

    private async Task CarryAsync(ProxiedConnection connection)
    {
        // Leaves the lock of the caller first.
        await Task.Yield();
        try
        {
            await connection.CarryAsync(_target);
        }
        catch (InvalidDataException e)
        {
            lock (_lock)
            {
                _failures.Add(e);
            }
        }
        finally
        {
            lock (_lock)
            {
                _connections.Remove(connection);
            }

            connection.Dispose();
        }
    }
}
