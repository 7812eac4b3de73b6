using System.Globalization;
using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kairos.PostgreSql.Nodes;

/// <summary>Hears the calls of other nodes over a connection of its own, which is made anew when it is lost.</summary>
internal sealed class Listener : IDisposable
{
    private static readonly TimeSpan s_answerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_probe = TimeSpan.FromSeconds(10);

    private readonly Database _database;
    private readonly Action<NodeCall> _heard;
    private readonly Func<int> _node;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private bool _listening;

    public Listener(Database database, Action<NodeCall> heard, Func<int> node, ILogger logger, TimeProvider time)
    {
        (_database, _heard, _node, _logger, _time) = (database, heard, node, logger, time);
        _ = Task.Run(LoopAsync);
    }

    public void Dispose() => _stop.Cancel();

    private async Task LoopAsync()
    {
        using LoneSource source = _database.Alone(s_answerWithin);
        bool lost = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using NpgsqlConnection connection = await source.OpenAsync(_stop.Token);
                await ListenAsync(connection, lost);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (!lost || _listening)
                {
                    Log.NotListening(_logger, e.Message);
                }

                (lost, _listening) = (true, false);
                await Task.Delay(s_pause, _time, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task ListenAsync(NpgsqlConnection connection, bool lost)
    {
        connection.Notification += (_, call) =>
        {
            // A node that was taken over comes back under another number, over the same connection.
            if (call.Payload != _node().ToString(CultureInfo.InvariantCulture))
            {
                _heard(call.Channel == Caller.Channel(_database, NodeCall.Arm) ? NodeCall.Arm : NodeCall.Ask);
            }
        };
        foreach (NodeCall call in Enum.GetValues<NodeCall>())
        {
            await using NpgsqlCommand listen = new($"listen {Caller.Channel(_database, call)}", connection);
            await listen.ExecuteNonQueryAsync(_stop.Token);
            if (lost)
            {
                // What was called for meanwhile went by.
                _heard(call);
            }
        }

        _listening = true;
        while (true)
        {
            if (!await connection.WaitAsync(s_probe, _stop.Token))
            {
                // A way that is dead without a word would look like silence for ever.
                await using NpgsqlCommand probe = new("select 1", connection);
                await probe.ExecuteNonQueryAsync(_stop.Token);
            }
        }
    }
}
