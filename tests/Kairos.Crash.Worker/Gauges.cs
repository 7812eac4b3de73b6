using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Kairos.Crash.Worker;

/// <summary>What a kill can land in.</summary>
internal enum Phase
{
    Submit,
    Arm,
    Run,
    Commit,
    Mark,
}

/// <summary>How much is under way, in a mapped file: it can still be read when the process was killed.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed unsafe class Gauges : IDisposable
{
    private const int LiveSlot = (int)Phase.Mark + 1;
    private const int Slots = LiveSlot + 1;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long* _slots;

    public Gauges(string path)
    {
        File.WriteAllBytes(path, new byte[Slots * sizeof(long)]);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
        _view = _file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _slots = (long*)start;
    }

    /// <summary>Called when a phase has begun, on the thread that began it.</summary>
    public Action<Phase> Began { get; set; } = static _ => { };

    /// <summary>Jobs that are in the store and have not ended.</summary>
    public long Live => Volatile.Read(ref _slots[LiveSlot]);

    public long Open(Phase phase) => Volatile.Read(ref _slots[(int)phase]);

    public long AddLive(long by) => Interlocked.Add(ref _slots[LiveSlot], by);

    public Stay Enter(Phase phase)
    {
        Interlocked.Increment(ref _slots[(int)phase]);
        Began(phase);
        return new Stay(this, phase);
    }

    /// <summary>What a process left behind in the file.</summary>
    public static (IReadOnlySet<Phase> Open, long Live) Read(string path)
    {
        ReadOnlySpan<long> slots = MemoryMarshal.Cast<byte, long>(File.ReadAllBytes(path));
        HashSet<Phase> open = [];
        foreach (Phase phase in Enum.GetValues<Phase>())
        {
            if (slots[(int)phase] > 0)
            {
                open.Add(phase);
            }
        }

        return (open, slots[LiveSlot]);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>From the beginning of a phase to its end.</summary>
    internal readonly struct Stay(Gauges gauges, Phase phase) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref gauges._slots[(int)phase]);
    }
}
