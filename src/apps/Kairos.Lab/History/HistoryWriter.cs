using System.Buffers;
using System.Text.Json;
using Kairos.Time;

namespace Kairos.Lab.History;

/// <summary>Writes what one process saw, each event a line that is with the operating system when the call returns.</summary>
/// <remarks>So a kill of the process loses nothing that was written, but for a line that was torn while it was.</remarks>
/// <threadsafety>All members may be called at once from any thread; lines, stamps and numbers have one order.</threadsafety>
public sealed class HistoryWriter : IDisposable
{
    private readonly Func<Instant> _storeNow;
    private readonly TimeProvider _time;
    private readonly FileStream _file;
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private long _seq;

    /// <summary>Makes the file.</summary>
    /// <param name="path">Must not exist: each life of a process has a file of its own.</param>
    /// <param name="node">Who writes, unique for this life: see <see cref="Node"/>.</param>
    /// <param name="storeNow">The estimate of the store's clock.</param>
    /// <param name="time">Its timestamp must be the machine's, the same for all processes, as the system's is.</param>
    /// <exception cref="IOException">The file exists, or can't be made.</exception>
    public HistoryWriter(string path, string node, Func<Instant> storeNow, TimeProvider time)
    {
        Node = node;
        _storeNow = storeNow;
        _time = time;
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Who writes from now on: a process that was taken over and comes back does so under another name.</summary>
    public string Node
    {
        get;
        set
        {
            lock (_lock)
            {
                field = value;
            }
        }
    }

    /// <summary>Microseconds on the clock of <see cref="HistoryEvent.Mono"/>, for <see cref="ArmSeen.AskedMono"/>.</summary>
    public static long MonoOf(TimeProvider time) =>
        (long)(time.GetTimestamp() * (Int128)1_000_000 / time.TimestampFrequency);

    /// <summary>Stamps an event and writes it.</summary>
    public void Write(HistoryEvent e)
    {
        lock (_lock)
        {
            HistoryEvent stamped = e with { At = _storeNow(), Mono = MonoOf(_time), Node = Node, Seq = ++_seq };
            _line.ResetWrittenCount();
            using (Utf8JsonWriter json = new(_line))
            {
                JsonSerializer.Serialize(json, stamped, HistoryJson.Default.HistoryEvent);
            }

            _line.Write("\n"u8);
            _file.Write(_line.WrittenSpan);
        }
    }

    public void Dispose() => _file.Dispose();
}
