using System.Text;

namespace Kairos.Crash.Worker;

/// <summary>A log of lines: each is with the system in one write before the call returns, so a kill of the process does not lose it.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class LineFile(string path) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Append(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_lock)
        {
            _file.Write(bytes);
        }
    }

    public void Dispose() => _file.Dispose();
}
