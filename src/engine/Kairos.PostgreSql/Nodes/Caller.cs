using System.Globalization;
using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kairos.PostgreSql.Nodes;

/// <summary>Calls the other nodes by NOTIFY, after the commit of what it is about: many calls become one, over one connection.</summary>
/// <remarks>Within the submit it would cost three quarters of the submits (16,000 a second became 4,000). A lost call costs a poll.</remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class Caller : IAsyncDisposable
{
    private readonly Database _database;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _wanted = new(0, 1);
    private readonly Task _loop;
    private int _arm;
    private int _ask;
    private volatile bool _alone;
    private volatile bool _closed;

    public Caller(Database database, ILogger logger)
    {
        (_database, _logger) = (database, logger);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>The number of this node: its own calls are not for it.</summary>
    public int Node { get; set; }

    /// <summary>No other node lives: nobody to call.</summary>
    public bool Alone
    {
        set => _alone = value;
    }

    public static string Channel(Database database, NodeCall call) => $"{database.Options.Schema}_{(call == NodeCall.Arm ? "arm" : "ask")}";

    public void Call(NodeCall call)
    {
        if (_alone)
        {
            return;
        }

        Interlocked.Exchange(ref call == NodeCall.Arm ? ref _arm : ref _ask, 1);
        Wake();
    }

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        Wake();
        await _loop;
        _wanted.Dispose();
    }

    private void Wake()
    {
        try
        {
            _wanted.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is to wake already, and sees what we have set.
            return;
        }
    }

    private async Task LoopAsync()
    {
        while (!_closed)
        {
            await _wanted.WaitAsync();
            try
            {
                await SendAsync(NodeCall.Arm, ref _arm);
                await SendAsync(NodeCall.Ask, ref _ask);
            }
            catch (Exception e) when (PgErrors.IsUnavailable(e))
            {
                Log.NotCalled(_logger, e.Message);
            }
        }
    }

    private ValueTask SendAsync(NodeCall call, ref int wanted) => Interlocked.Exchange(ref wanted, 0) == 1 ? SendAsync(call) : default;

    private async ValueTask SendAsync(NodeCall call)
    {
        await using NpgsqlCommand notify = _database.Command("call");
        notify.Parameters.Text(Channel(_database, call)).Text(Node.ToString(CultureInfo.InvariantCulture));
        await notify.ExecuteNonQueryAsync();
    }
}
