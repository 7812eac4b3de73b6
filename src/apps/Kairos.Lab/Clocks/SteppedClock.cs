using System.Diagnostics;
using Kairos.Lab.Databases;

namespace Kairos.Lab.Clocks;

/// <summary>The wall clock of other processes, moved by a preloaded library; one's own stays as it is, and waits stay true.</summary>
/// <threadsafety>Steps are for one caller at a time.</threadsafety>
public sealed class SteppedClock
{
    private const string Source = "clockshim.c";
    private readonly string _library;
    private readonly string _file;
    private TimeSpan _offset;

    private SteppedClock(string library, string file)
    {
        (_library, _file) = (library, file);
        File.WriteAllBytes(_file, new byte[sizeof(long)]);
    }

    /// <summary>A C compiler is there to make the library with.</summary>
    public static bool CanBeMade => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(d => File.Exists(Path.Combine(d, "gcc")));

    /// <summary>What a process needs in its environment to live by this clock.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = _library,
        ["KAIROS_CLOCK_OFFSET"] = _file,
    };

    /// <summary>What those processes' clock shows, in microseconds since 1970.</summary>
    public long Shown => Micros(TimeProvider.System.GetUtcNow() + _offset - DateTimeOffset.UnixEpoch);

    /// <summary>The steady clock, which is the same in all processes of a machine, in microseconds.</summary>
    public static long Steady => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    /// <summary>Compiles the library.</summary>
    /// <param name="folder">Where library and offset are kept.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="InvalidOperationException">There is no compiler, or it failed; the message holds what it said.</exception>
    public static async Task<SteppedClock> MakeAsync(string folder, CancellationToken ct = default)
    {
        string source = Path.Combine(folder, Source);
        await using (Stream text = typeof(SteppedClock).Assembly.GetManifestResourceStream(Source)!)
        await using (FileStream file = File.Create(source))
        {
            await text.CopyToAsync(file, ct);
        }

        string library = Path.Combine(folder, "clockshim.so");
        await Command.RunAsync(["gcc", "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"], ct);
        return new SteppedClock(library, Path.Combine(folder, "offset.bin"));
    }

    /// <summary>Another clock of the same make, for other processes.</summary>
    /// <param name="name">Of the file of its offset, in the same folder.</param>
    public SteppedClock Another(string name) => new(_library, Path.Combine(Path.GetDirectoryName(_file)!, name));

    /// <summary>Steps the clock, for all that live by it, in one write.</summary>
    public void Step(TimeSpan by)
    {
        _offset += by;
        using FileStream file = new(_file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(BitConverter.GetBytes(_offset.Ticks * 100));
    }

    /// <summary>Whole microseconds of a span.</summary>
    public static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
