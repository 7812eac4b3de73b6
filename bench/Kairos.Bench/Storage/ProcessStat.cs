using System.Globalization;

namespace Kairos.Bench.Storage;

/// <summary>What the kernel counts of a process: /proc/[pid]/stat from its state on, the third field of proc(5).</summary>
internal readonly struct ProcessStat
{
    private const double TicksPerSecond = 100;

    private readonly string[] _fields;

    private ProcessStat(string stat) => _fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

    internal string Parent => _fields[1];

    /// <summary>Processor time of all its threads so far, those that have ended included, in seconds.</summary>
    internal double Own => Sum(11, 12);

    /// <summary>That of its children that have ended and were waited for.</summary>
    internal double Reaped => Sum(13, 14);

    /// <exception cref="IOException">It has ended.</exception>
    internal static ProcessStat Of(string process) => new(File.ReadAllText($"/proc/{process}/stat"));

    private double Sum(int first, int second) =>
        (long.Parse(_fields[first], CultureInfo.InvariantCulture) + long.Parse(_fields[second], CultureInfo.InvariantCulture)) / TicksPerSecond;
}
