using System.Globalization;
using System.Threading.Channels;
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
    private readonly Channel<bool> _wanted =
        System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task _loop;
    private int _arm;
    private int _ask;
    private volatile bool _alone;

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
        _wanted.Writer.TryWrite(true);
    }

    public async ValueTask DisposeAsync()
    {
        _wanted.Writer.TryComplete();
        await _loop;
    }

    private async Task LoopAsync()
    {
        while (await _wanted.Reader.WaitToReadAsync())
        {
            // Taken before the wishes are: what is wished meanwhile wakes us again.
            _wanted.Reader.TryRead(out _);
            try
            {
                await SendAsync(NodeCall.Arm, ref _arm);
                await SendAsync(NodeCall.Ask, ref _ask);
            }
            catch (Exception e)
            {
                // Whatever it was, a full queue of calls for one: the others look by themselves.
                Log.NotCalled(_logger, e.Message);
            }
        }
    }

    private ValueTask SendAsync(NodeCall call, ref int wanted) => Interlocked.Exchange(ref wanted, 0) == 1 ? SendAsync(call) : default;

    private async ValueTask SendAsync(NodeCall call) => _ = await _database.RunAsync(
        async () =>
        {
            await using NpgsqlCommand notify = _database.Command("call");
            notify.Parameters.Text(Channel(_database, call)).Text(Node.ToString(CultureInfo.InvariantCulture));
            return await notify.ExecuteNonQueryAsync();
        },
        CancellationToken.None);
}
