using System.Globalization;

namespace Kairos.Bench;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Arguments
{
    internal const string Usage = """
        Measures Kairos against the bare machine or other libraries, all sides in one run.

          bench/punctuality --store sqlite [--sizes N,...] [--repetitions N] [--json]
          bench/throughput  --store sqlite [--jobs N] [--repetitions N] [--json]
          bench/triggers    [--repetitions N] [--json]

          --store         sqlite: a file of its own in the temporary folder (TMPDIR), synced at each commit. Required, but for triggers.
          --repetitions   punctuality: bursts of each size, 20 by default. throughput: rounds of each measurement, 3.
                          triggers: rounds of each row, 9.
          --sizes         punctuality: jobs at one instant, 1,100,1000,10000 by default; 10,000 at most each.
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

    internal bool Json { get; init; }

    internal bool Help { get; init; }

    /// <summary>The arguments, or what is wrong with them and how to put it right.</summary>
    internal static (Arguments? Arguments, string? Complaint) Read(ReadOnlySpan<string> words)
    {
        if (words.IsEmpty || words[0] is not ("punctuality" or "throughput" or "triggers"))
        {
            return words.Contains("--help") ? (new Arguments { Measurement = "", Help = true }, null) : (null, "name a measurement: punctuality, throughput or triggers");
        }

        Arguments read = new() { Measurement = words[0] };
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
                case "--store" when read.Measurement != "triggers" && value is not null:
                    read = read with { Store = value };
                    break;
                case "--repetitions" when Number(value, 1, 1_000) is { } repetitions:
                    read = read with { Repetitions = repetitions };
                    break;
                case "--sizes" when read.Measurement == "punctuality" && Numbers(value) is { } sizes:
                    read = read with { Sizes = sizes };
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
            "sqlite" => (read, null),
            "postgres" => (null, "--store postgres is not in this version: use --store sqlite"),
            "" => (null, "--store is required: use --store sqlite"),
            _ => (null, $"--store {read.Store} is unknown: use --store sqlite"),
        };
    }

    private static int[]? Numbers(string? text)
    {
        int?[] numbers = [.. (text ?? "").Split(',').Select(part => Number(part, 1, 10_000))];
        return numbers.All(number => number is not null) ? [.. numbers.OfType<int>()] : null;
    }

    private static int? Number(string? text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number : null;
}
