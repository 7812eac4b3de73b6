using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Kairos.Seats.Commands;

namespace Kairos.Seats.Tests.Commands;

/// <summary>
/// A million mutated messages a run, 50,000 with KAIROS_QUICK=1. Each run has a seed of its own, which a failure tells;
/// KAIROS_SEED repeats it.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int ShownLength = 300;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(10);

    // What takes longer is measured again: most often the collector or another process took the time, not the message.
    private static readonly TimeSpan Suspicious = TimeSpan.FromMilliseconds(1);

    private static readonly SearchValues<string> PiecesOfSecrets = SearchValues.Create(
        [.. Mutator.Secrets.SelectMany(secret => Enumerable.Range(0, secret.Length - 5).Select(at => secret.Substring(at, 6)))],
        StringComparison.Ordinal);

    [Fact]
    public void Mutated_messages_are_answered_quickly_truly_and_without_a_secret()
    {
        var count = Environment.GetEnvironmentVariable("KAIROS_QUICK") == "1" ? 50_000 : 1_000_000;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KAIROS_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        var mutator = new Mutator(seed);
        var kinds = new Dictionary<string, int>();
        var start = Stopwatch.GetTimestamp();
        var (parsing, slowest) = (TimeSpan.Zero, TimeSpan.Zero);
        SeatCommandParser.Parse("你好"); // Loads ICU and the tables: a cost of the process, not of a message.

        for (var number = 0; number < count; number++)
        {
            var text = mutator.Next();
            try
            {
                var took = Time(text, out var parse);
                parsing += took;
                took = took < Suspicious ? took : Enumerable.Range(0, 3).Min(_ => Time(text, out var _));
                slowest = took > slowest ? took : slowest;
                took.ShouldBeLessThan(Slow);
                var kind = Check(text, parse);
                kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            }
            catch (Exception failure)
            {
                var shown = Uri.EscapeDataString(text.Length > ShownLength ? text[..ShownLength] : text);
                throw new ShouldAssertException($"KAIROS_SEED={seed}, message {number}: {failure.Message}\nThe message, escaped: {shown}", failure);
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} mutated messages, seed {seed}, {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s; parsing {parsing.TotalMicroseconds / count:F1} us each, slowest {slowest.TotalMilliseconds:F2} ms"));
        output.WriteLine(string.Join(", ", kinds.OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key} {kind.Value}")));
        AllKinds().Except(kinds.Keys).ShouldBeEmpty("the mutations no longer reach these");
    }

    private static TimeSpan Time(string text, out SeatParse parse)
    {
        var start = Stopwatch.GetTimestamp();
        parse = SeatCommandParser.Parse(text);
        return Stopwatch.GetElapsedTime(start);
    }

    private static string Check(string text, SeatParse parse)
    {
        ShouldHoldNoSecret(SeatRedaction.Of(text, parse));
        ShouldHoldNoSecret(parse.ToString());
        var json = SeatCommandJson.Text(parse);
        json.ShouldNotContain('\n');
        if (parse is SeatFault fault)
        {
            ShouldHoldNoSecret(json);
            SeatCommandParser.Parse(fault.Example).ShouldBeOfType<SeatCommand>();
            return fault.Code.WireName();
        }

        var command = (SeatCommand)parse;
        if (command.Session is not null)
        {
            var rest = JsonNode.Parse(json)!.AsObject();
            rest.Remove("session");
            json = rest.ToJsonString();
        }

        ShouldHoldNoSecret(json);
        var again = SeatCommandParser.Parse(command.Canonical).ShouldBeOfType<SeatCommand>();
        again.Canonical.ShouldBe(command.Canonical);
        again.ShouldBe(command with { Session = again.Session });
        return command.Verb.WireName();
    }

    private static void ShouldHoldNoSecret(string shown)
    {
        if (shown.AsSpan().ContainsAny(PiecesOfSecrets))
        {
            throw new ShouldAssertException("a piece of a session value stands in: " + shown);
        }
    }

    private static IEnumerable<string> AllKinds() =>
        [.. Enum.GetValues<SeatVerb>().Select(verb => verb.WireName()), .. Enum.GetValues<SeatFaultCode>().Select(code => code.WireName())];
}
