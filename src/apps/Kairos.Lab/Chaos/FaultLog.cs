using System.Globalization;
using Kairos.Lab.History;

namespace Kairos.Lab.Chaos;

/// <summary>Writes down when what is made to fail, and until when.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class FaultLog(HistoryWriter writer)
{
    private int _count;

    internal int Count => Volatile.Read(ref _count);

    /// <summary>Writes the beginning, and the end when <paramref name="work"/> is over, in whatever way.</summary>
    internal async Task WhileAsync(string name, string target, Func<Task> work)
    {
        string fault = string.Create(CultureInfo.InvariantCulture, $"f{Interlocked.Increment(ref _count)}");
        writer.Write(new FaultBegan { Fault = fault, Name = name, Target = target });
        try
        {
            await work();
        }
        finally
        {
            writer.Write(new FaultEnded { Fault = fault });
        }
    }
}
