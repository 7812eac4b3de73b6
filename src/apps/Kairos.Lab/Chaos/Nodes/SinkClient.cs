using System.Net;
using System.Net.Sockets;
using System.Text;
using Kairos.Handlers;

namespace Kairos.Lab.Chaos.Nodes;

/// <summary>Brings the effects of handlers to the sink: a line each, answered by a byte each, in their order.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class SinkClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _unanswered = [];

    private SinkClient()
    {
    }

    internal static async Task<SinkClient> ConnectAsync(int port, CancellationToken ct)
    {
        SinkClient client = new();
        await client._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), ct);
        _ = client.ReadAsync();
        return client;
    }

    /// <summary>Has an effect: it is on its way when this returns, and arrived when the task ends.</summary>
    internal Task Tell(JobContext job, bool behindGate)
    {
        byte[] line = Encoding.ASCII.GetBytes(string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{job.Job} {job.Due.Micros} {job.Fence} {(behindGate ? 1 : 0)}\n"));
        TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _unanswered.Enqueue(answered);
            _socket.Send(line);
        }

        return answered.Task;
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadAsync()
    {
        byte[] answers = new byte[1024];
        Exception gone;
        try
        {
            int read;
            while ((read = await _socket.ReceiveAsync(answers)) > 0)
            {
                for (int i = 0; i < read; i++)
                {
                    Next().SetResult();
                }
            }

            gone = new IOException("The sink is gone.");
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            gone = e;
        }

        lock (_lock)
        {
            foreach (TaskCompletionSource waiting in _unanswered)
            {
                waiting.TrySetException(gone);
            }

            _unanswered.Clear();
        }
    }

    private TaskCompletionSource Next()
    {
        lock (_lock)
        {
            return _unanswered.Dequeue();
        }
    }
}
