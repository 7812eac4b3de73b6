using System.Globalization;

namespace Kairos.Bench.Peers;

/// <summary>What was asked of <c>bench/peers</c>.</summary>
internal sealed record PeersArguments
{
    internal const string Usage = """
        Measures Kairos, graphile-worker, pg-boss and Quartz.NET on the same private PostgreSQL in the same run.

          bench/peers [--peers NAME,...] [--measures NAME,...] [--repetitions N] [--quick] [--json]

          --peers         kairos,graphile-worker,pg-boss,quartz by default, or some of them; ratios need kairos.
                          graphile-worker and pg-boss are taken from npm; kairos,quartz needs no npm.
          --measures      submit-one,submit-32,submit-bulk,due,burst-1,burst-1000,burst-10000 by default, or some of them.
          --repetitions   of each measure with each settings; 3 by default, of which the medians are told.
          --quick         one repetition with few jobs, to see that it works; without burst-10000 unless that is named.
          --json          one JSON object a row, and nothing else on standard output.
          --help          this text.

        The whole takes some three quarters of an hour; what is under way is told on standard error.
        Exit code: 0 measured; 1 something could not be measured; 2 wrong usage. What the rows mean: docs/BENCHMARKS.md.
        """;

    internal IReadOnlyList<string> Peers { get; init; } = PeerPlan.Peers;

    internal IReadOnlyList<Measure>? Measures { get; init; }

    internal int? Repetitions { get; init; }

    internal bool Quick { get; init; }

    internal bool Json { get; init; }

    internal bool Help { get; init; }

    /// <summary>Where bench/peers has node, and our scripts beside what npm installed.</summary>
    internal (string Program, string Scripts)? Node { get; init; }

    internal IReadOnlyList<Measure> MeasuresToTake => Measures ?? (Quick ? [.. Measure.All.Where(measure => measure != Measure.Burst10000)] : Measure.All);

    /// <summary>The arguments, or what is wrong with them and how to put it right.</summary>
    internal static (PeersArguments? Arguments, string? Complaint) Read(ReadOnlySpan<string> words)
    {
        PeersArguments read = new();
        string? program = Environment.GetEnvironmentVariable("KAIROS_BENCH_NODE");
        string? scripts = Environment.GetEnvironmentVariable("KAIROS_BENCH_NODE_SCRIPTS");
        if (program is not null && scripts is not null)
        {
            read = read with { Node = (program, scripts) };
        }

        for (int i = 0; i < words.Length; i++)
        {
            string? value = i + 1 < words.Length ? words[i + 1] : null;
            switch (words[i])
            {
                case "--help" or "-h":
                    return (read with { Help = true }, null);
                case "--json":
                    read = read with { Json = true };
                    continue;
                case "--quick":
                    read = read with { Quick = true };
                    continue;
                case "--repetitions" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int repetitions) && repetitions is >= 1 and <= 100:
                    read = read with { Repetitions = repetitions };
                    break;
                case "--peers" when Named(value, PeerPlan.Peers, peer => peer) is { } peers:
                    read = read with { Peers = peers };
                    break;
                case "--measures" when Named(value, Measure.All, measure => measure.Name) is { } measures:
                    read = read with { Measures = measures };
                    break;
                default:
                    return (null, $"'{words[i]}{(value is null ? "" : " " + value)}' is unknown or out of range: see --help");
            }

            i++;
        }

        return read.Node is null && read.Peers.Any(peer => peer is PeerPlan.Graphile or PeerPlan.PgBoss)
            ? (null, "graphile-worker and pg-boss need what bench/peers installs: start that, or name --peers kairos,quartz")
            : (read, null);
    }

    /// <summary>In the order of all of them, each once.</summary>
    private static List<T>? Named<T>(string? text, IReadOnlyList<T> all, Func<T, string> name)
    {
        string[] names = (text ?? "").Split(',');
        return names.All(wanted => all.Any(one => name(one) == wanted)) ? [.. all.Where(one => names.Contains(name(one)))] : null;
    }
}
