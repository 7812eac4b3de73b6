using Kairos.Seats.Commands;
using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

/// <summary>Holds docs/SEAT-COMMANDS.md to what the parser does.</summary>
public sealed class DocumentTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Samples", "SEAT-COMMANDS.md"));

    [Fact]
    public void Every_message_of_the_document_is_accepted()
    {
        var messages = Lines.SkipWhile(line => line != "```text").ToList();
        var inside = false;
        var read = 0;
        foreach (var line in messages)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = line == "```text";
            }
            else if (inside)
            {
                Accepted(line);
                read++;
            }
        }

        read.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void Every_word_of_a_verb_stands_in_the_document()
    {
        foreach (var verb in Enum.GetValues<SeatVerb>())
        {
            var row = Lines.Single(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains($"| {verb.WireName()} |", StringComparison.Ordinal));
            SeatVerbs.WordsOf(verb).ShouldAllBe(word => row.Contains($"`{word}`", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_fault_of_the_table_is_what_its_example_gives()
    {
        var rows = Lines
            .SkipWhile(line => !line.StartsWith("| field | code |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToList();

        foreach (var row in rows.Where(row => row[4].StartsWith('`')))
        {
            Refused(row[4].Trim('`')).ShouldBe(row[1], row[2]);
        }

        rows.Select(row => row[2]).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(Enum.GetValues<SeatFaultCode>().Select(code => code.WireName()).Order(StringComparer.Ordinal));
    }
}
