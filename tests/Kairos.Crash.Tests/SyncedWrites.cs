namespace Kairos.Crash.Tests;

/// <summary>Reads a trace of system calls: between the writes to the log and an acknowledgement has to lie a whole sync.</summary>
/// <remarks>
/// A line is <c>THREAD TIME call(fd&lt;path&gt;, …) = result</c>; a call during which another thread's was seen is in two:
/// <c>… &lt;unfinished ...&gt;</c> where it began and <c>&lt;... call resumed&gt;… = result</c> where it ended.
/// </remarks>
internal sealed class SyncedWrites(string log, string acks)
{
    private readonly string _log = $"<{log}>";
    private readonly string _acks = $"<{acks}>";
    private readonly List<string> _faults = [];

    // Threads in the midst of a sync of the log, each with whether the log was written to since that began.
    private readonly Dictionary<string, bool> _syncing = [];
    private bool _written;
    private bool _synced;

    public int Acks { get; private set; }

    public int LogWrites { get; private set; }

    public int Syncs { get; private set; }

    public IReadOnlyList<string> Faults => _faults;

    public void Take(string line)
    {
        string[] parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        (string thread, string call) = (parts[0], parts[2]);
        bool isSync = call.StartsWith("fdatasync(", StringComparison.Ordinal) || call.StartsWith("fsync(", StringComparison.Ordinal);
        if (isSync && call.Contains(_log, StringComparison.Ordinal))
        {
            _syncing[thread] = false;
            EndSync(thread, call);
        }
        else if (call.Contains("sync resumed>", StringComparison.Ordinal))
        {
            EndSync(thread, call);
        }
        else if (call.Contains("write", StringComparison.Ordinal))
        {
            TakeWrite(call);
        }
    }

    private void TakeWrite(string call)
    {
        if (call.Contains(_log, StringComparison.Ordinal))
        {
            LogWrites++;
            (_written, _synced) = (true, false);
            foreach (string thread in _syncing.Keys)
            {
                _syncing[thread] = true;
            }
        }
        else if (call.Contains(_acks, StringComparison.Ordinal))
        {
            Acks++;
            if (!_written || !_synced)
            {
                _faults.Add($"acknowledgement {Acks}: {(_written ? "not synced" : "nothing written")}: {call}");
            }

            (_written, _synced) = (false, false);
        }
    }

    private void EndSync(string thread, string call)
    {
        if (call.EndsWith(" = 0", StringComparison.Ordinal) && _syncing.Remove(thread, out bool writtenSince))
        {
            Syncs++;
            _synced |= !writtenSince;
        }
    }
}
