using System.Globalization;

namespace Kairos.Bench;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Arguments
{
    internal const string Usage = """
        Measures Kairos against the bare machine or other libraries, all sides in one run.

          bench/punctuality --store sqlite|postgres [--sizes N,...] [--repetitions N] [--json]
          bench/throughput  --store sqlite|postgres [--jobs N] [--repetitions N] [--json]
          bench/backlog     [--rows N,...] [--hold SECONDS] [--json]
          bench/states      [--rows N,...] [--seed N] [--json]
          bench/triggers    [--repetitions N] [--json]
          bench/peers       other engines on the same PostgreSQL: see bench/peers --help

          --store         sqlite: files of their own in the temporary folder (TMPDIR), synced at each commit. postgres: a private
                          server of its own there, fsync on. Required, but for triggers, and
                          for backlog and states, which are on postgres.
          --repetitions   punctuality: bursts of each size, 20 by default. throughput: rounds of each measurement, 3.
                          triggers: rounds of each row, 9.
          --sizes         punctuality: jobs at one instant, 1,100,1000,10000 by default; 10,000 at most each.
          --nodes         punctuality on postgres: engines on one database, 1 by default; 1,2,3 measures each in turn.
          --rows          backlog: pending jobs, 10000,10000000 by default; ten million take 4 GB of disk and some minutes.
                          states: rows of status, 1000000 by default, 85000000 as the case has them; says beforehand what disk and
                          time it needs, and refuses where the disk is too small.
          --seed          states: the same seed makes the same rows; 1 by default.
          --hold          backlog: how long an old transaction is held open, 60 s by default.
          --jobs          due jobs of the throughput measurement, 100000 by default.
          --json          one JSON object a line instead of a table.
          --help          this text.

        Exit code: 0 measured, whether or not a goal is met (each line says so); 1 it could not be measured; 2 wrong usage.
        What the lines mean: docs/BENCHMARKS.md.
        """;

    internal required string Measurement { get; init; }

    internal string Store { get; init; } = "";

    internal int? Repetitions { get; init; }

    internal IReadOnlyList<int> Sizes { get; init; } = [1, 100, 1_000, 10_000];

    internal int Jobs { get; init; } = 100_000;

    internal IReadOnlyList<int> Nodes { get; init; } = [1];

    internal IReadOnlyList<int> Rows { get; init; } = [10_000, 10_000_000];

    internal int Seed { get; init; } = 1;

    internal int Hold { get; init; } = 60;

    internal bool Json { get; init; }

    internal bool Help { get; init; }

    /// <summary>The arguments, or what is wrong with them and how to put it right.</summary>
    internal static (Arguments? Arguments, string? Complaint) Read(ReadOnlySpan<string> words)
    {
        if (words.IsEmpty || words[0] is not ("punctuality" or "throughput" or "backlog" or "states" or "triggers"))
        {
            return words.Contains("--help") ? (new Arguments { Measurement = "", Help = true }, null) : (null, "name a measurement: punctuality, throughput, backlog, states, triggers or peers");
        }

        Arguments read = new() { Measurement = words[0], Store = words[0] is "backlog" or "states" ? "postgres" : "" };
        read = words[0] == "states" ? read with { Rows = [1_000_000] } : read;
        for (int i = 1; i < words.Length; i++)
        {
            string? value = i + 1 < words.Length ? words[i + 1] : null;
            switch (words[i])
            {
                case "--help" or "-h":
                    return (read with { Help = true }, null);
                case "--json":
                    read = read with { Json = true };
                    continue;
                case "--store" when read.Measurement is not ("triggers" or "backlog" or "states") && value is not null:
                    read = read with { Store = value };
                    break;
                case "--repetitions" when Number(value, 1, 1_000) is { } repetitions:
                    read = read with { Repetitions = repetitions };
                    break;
                case "--sizes" when read.Measurement == "punctuality" && Numbers(value, 10_000) is { } sizes:
                    read = read with { Sizes = sizes };
                    break;
                case "--nodes" when read.Measurement == "punctuality" && Numbers(value, 8) is { } nodes:
                    read = read with { Nodes = nodes };
                    break;
                case "--rows" when read.Measurement is "backlog" or "states" && Numbers(value, 100_000_000) is { } rows:
                    read = read with { Rows = rows };
                    break;
                case "--seed" when read.Measurement == "states" && Number(value, 0, int.MaxValue) is { } seed:
                    read = read with { Seed = seed };
                    break;
                case "--hold" when read.Measurement == "backlog" && Number(value, 1, 3_600) is { } hold:
                    read = read with { Hold = hold };
                    break;
                case "--jobs" when read.Measurement == "throughput" && Number(value, 1_000, 10_000_000) is { } jobs:
                    read = read with { Jobs = jobs };
                    break;
                default:
                    return (null, $"'{words[i]}{(value is null ? "" : " " + value)}' is unknown or out of range: see --help");
            }

            i++;
        }

        return read.Store switch
        {
            _ when read.Measurement == "triggers" => (read, null),
            "sqlite" when read.Nodes is not [1] => (null, "--nodes needs --store postgres: one process owns a SQLite file"),
            "sqlite" or "postgres" => (read, null),
            "" => (null, "--store is required: sqlite or postgres"),
            _ => (null, $"--store {read.Store} is unknown: use sqlite or postgres"),
        };
    }

    private static int[]? Numbers(string? text, int most)
    {
        int?[] numbers = [.. (text ?? "").Split(',').Select(part => Number(part, 1, most))];
        return numbers.All(number => number is not null) ? [.. numbers.OfType<int>()] : null;
    }

    private static int? Number(string? text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number : null;
}
