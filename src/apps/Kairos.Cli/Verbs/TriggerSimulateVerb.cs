using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kairos.Cli.Input;
using Kairos.Cli.Output;
using Kairos.Cli.Triggers;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos trigger simulate</c>.</summary>
internal static partial class TriggerSimulateVerb
{
    private const int DefaultHours = 24;
    private const int MostHours = 24 * 366;

    public static Command Build(Shell shell)
    {
        Argument<string[]> triggers = new("TRIGGER")
        {
            Description = "A name, a colon and a trigger in text or JSON form. Quiet rules name the others by these names.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<int?> hours = NumberOption.Of("--hours", $"How many hours. Default: {DefaultHours}.", least: 1, most: MostHours);
        Option<Instant?> from = ValueOption.Of<Instant>("--from", "INSTANT", "The begin. Default: now, by this machine's clock.", InstantText.TryRead, InstantText.Expected);
        Option<string?> zone = new("--zone") { Description = "The IANA zone of the picture. Default: that of the first trigger.", HelpName = "ZONE" };
        Option<long?> seed = NumberOption.Seed("What chance is drawn from where a trigger has no seed. Default: 1.");
        return new Verb(
            "simulate",
            "Draws the next hours of several triggers as a time line, with quiet spans and what they push away.",
            "kairos trigger simulate 'grab: daily 20:10' 'watch: poll 60s-180s quiet grab before 90s after 90s merge 5m' --from 2026-11-21T19:00:00Z --hours 2",
            "kairos trigger simulate 'ads: grid \"Mon-Fri 08:00-20:00\"' 'report: cron \"0 */6 * * *\"' --hours 48")
            .With(triggers)
            .With(hours, from, zone, seed)
            .Does((parse, _) =>
            {
                Instant begin = parse.GetValue(from) ?? Instant.From(shell.Console.Time.GetUtcNow());
                TimeSpan length = TimeSpan.FromHours(parse.GetValue(hours) ?? DefaultHours);
                Simulation simulation = begin < Instant.Max - length - TimeSpan.FromDays(2)
                    ? new(begin, begin + length)
                    : throw CliFailure.Usage("the simulation would go beyond the year 9999", "give an earlier --from, or fewer --hours");
                foreach (string text in parse.GetValue(triggers) ?? [])
                {
                    simulation.Triggers.Add(Read(text, simulation, parse.GetValue(seed) ?? 1));
                }

                TimeZoneInfo shown = Zone(parse.GetValue(zone) ?? simulation.Triggers[0].Trigger.Zone);
                simulation.Run();
                if (shell.WantsJson(parse))
                {
                    shell.Console.Out.WriteLine(JsonLine.Text(json => Write(json, simulation)));
                }
                else
                {
                    new TimeLine(simulation, shown, shell.Console.OutIsTerminal ? shell.Console.Width : 100).Write(shell.Console.Out);
                }

                return Task.FromResult(ExitCode.Ok);
            });
    }

    private static SimulatedTrigger Read(string text, Simulation simulation, long seed)
    {
        Match named = Named().Match(text);
        if (!named.Success)
        {
            throw CliFailure.Usage($"'{PlainText.Of(text)}' has no name", "write a name, a colon and the trigger, as in 'watch: every 30m'");
        }

        string name = named.Groups["name"].Value;
        string rule = named.Groups["rule"].Value;
        if (simulation.Triggers.Exists(t => t.Name == name))
        {
            throw CliFailure.Usage($"two triggers have the name '{name}'", "give each its own");
        }

        try
        {
            return new SimulatedTrigger(name, Trigger.Parse(rule).Bound(seed, simulation.From));
        }
        catch (TriggerFormatException e)
        {
            throw CliFailure.Usage($"'{name}' at position {e.Fault.Position}: {e.Message}");
        }
    }

    private static TimeZoneInfo Zone(string id)
    {
        try
        {
            return LocalTimes.Zone(id);
        }
        catch (ArgumentException)
        {
            throw CliFailure.Usage($"zone '{PlainText.Of(id)}' is unknown here", "use an IANA id such as Asia/Shanghai");
        }
    }

    private static void Write(Utf8JsonWriter json, Simulation simulation)
    {
        json.WriteStartObject();
        json.WriteString("from", simulation.From.ToString());
        json.WriteString("until", simulation.Until.ToString());
        json.WriteStartArray("triggers");
        foreach (SimulatedTrigger trigger in simulation.Triggers)
        {
            json.WriteStartObject();
            json.WriteString("name", trigger.Name);
            json.WriteString("trigger", TriggerText.Write(trigger.Trigger));
            json.WriteStartArray("occurrences");
            foreach (PlannedOccurrence occurrence in trigger.Occurrences.Where(o => o.Due < simulation.Until))
            {
                json.WriteStartObject();
                json.WriteString("due", occurrence.Due.ToString());
                json.WriteString("at", occurrence.At?.ToString());
                if (occurrence.On is { } on)
                {
                    json.WriteString("state", on ? "on" : "off");
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("quiet");
            foreach (QuietSpan span in trigger.Quiet)
            {
                json.WriteStartObject();
                json.WriteString("from", span.From.ToString());
                json.WriteString("until", span.Until.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z0-9._-]+)\s*:\s+?(?<rule>\S.*)\z", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Named();
}
