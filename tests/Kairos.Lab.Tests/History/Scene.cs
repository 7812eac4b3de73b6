using Kairos.Jobs;
using Kairos.Lab.History;
using Kairos.Time;

namespace Kairos.Lab.Tests.History;

/// <summary>
/// Two minutes of three nodes, in microseconds of the monotonic clock: n1 is killed at 20 s, taken over at 26 s and comes
/// back; n2 is frozen from 50 s to 60 s, taken over at 56 s and comes back; the database restarts from 85 s to 87 s. The
/// nodes stop at 120 s, and the store is read at 130 s.
/// </summary>
internal sealed class Scene
{
    public const long Second = 1_000_000;
    public const long Stop = 120 * Second;
    private const long Read = 130 * Second;
    private const long Epoch = 1_800_000_000 * Second;
    private const string Driver = "driver";

    private readonly List<HistoryEvent> _events = [];
    private readonly Dictionary<string, long> _offsets = [];
    private int _op;

    public Scene(int seed)
    {
        Random = new Random(seed);
        Fault("kill", "n1", 20, 21);
        Emit("n2", 26 * Second, new TakeOverSeen { Dead = "n1", AskedMono = 26 * Second });
        Emit("n1", 19 * Second, new BeatSeen { AskedMono = 19 * Second });
        Fault("freeze", "n2", 50, 60);
        Emit("n3", 56 * Second, new TakeOverSeen { Dead = "n2", AskedMono = 56 * Second });
        Emit("n2", 50 * Second, new BeatSeen { AskedMono = 50 * Second });
        Fault("restart", "postgres", 85, 87);
    }

    public Random Random { get; }

    /// <summary>All that was seen, in the order of its stamps, with the final read at the end.</summary>
    public List<HistoryEvent> Finish()
    {
        Emit(Driver, Read + Second, new FinalRead { Jobs = _events.OfType<FinalJob>().Count(), Runs = _events.OfType<FinalRun>().Count() });
        return [.. _events.OrderBy(e => e.Mono)];
    }

    /// <summary>The store's clock at a moment of the monotonic one.</summary>
    public static Instant At(long mono) => new(Epoch + mono);

    public static long Mono(Instant at) => at.Micros - Epoch;

    public JobId NewJob()
    {
        byte[] bytes = new byte[16];
        Random.NextBytes(bytes);
        return new JobId(new Guid(bytes));
    }

    public string NewOp() => $"op{++_op}";

    public long Between(double from, double until) => (long)((from + (Random.NextDouble() * (until - from))) * Second);

    /// <summary>A node that lives through all of this span.</summary>
    public string Node(long from, long until)
    {
        List<string> alive = ["n3"];
        if (until < 20 * Second)
        {
            alive.Add("n1");
        }
        else if (from > 22 * Second)
        {
            alive.Add("n1b");
        }

        if (until < 50 * Second)
        {
            alive.Add("n2");
        }
        else if (from > 61 * Second)
        {
            alive.Add("n2b");
        }

        return alive[Random.Next(alive.Count)];
    }

    public void Emit(string node, long mono, HistoryEvent e)
    {
        // What each takes the store's clock to show is off by as much as 5 ms.
        if (!_offsets.TryGetValue(node, out long offset))
        {
            _offsets.Add(node, offset = Random.Next(-5_000, 5_000));
        }

        _events.Add(e with { Node = node, Mono = mono, At = At(mono + offset), Seq = _events.Count + 1 });
    }

    public void Drive(long mono, HistoryEvent e) => Emit(Driver, mono, e);

    /// <summary>The final read is of what stands when all has stopped.</summary>
    public void Final(HistoryEvent row) => Emit(Driver, Read, row);

    private void Fault(string name, string target, long from, long until)
    {
        Emit(Driver, from * Second, new FaultBegan { Fault = $"{name}-{from}", Name = name, Target = target });
        Emit(Driver, until * Second, new FaultEnded { Fault = $"{name}-{from}" });
    }
}
