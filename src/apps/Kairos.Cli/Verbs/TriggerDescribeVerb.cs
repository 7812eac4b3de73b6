using System.CommandLine;
using System.Text.Json;
using Kairos.Cli.Input;
using Kairos.Cli.Output;
using Kairos.Cli.Triggers;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Words;
using Kairos.Triggers.Zones;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos trigger describe</c>.</summary>
internal static class TriggerDescribeVerb
{
    private const int Shown = 5;

    public static Command Build(Shell shell)
    {
        Argument<string> text = new("TRIGGER") { Description = "In text or JSON form; see docs/TRIGGERS.md." };
        Option<Instant?> from = ValueOption.Of<Instant>("--from", "INSTANT", "The instants shown come after this one. Default: now, by this machine's clock.", InstantText.TryRead, InstantText.Expected);
        Option<long?> seed = NumberOption.Seed("What chance is drawn from where the trigger has no seed: the instants shown are then one draw.");
        return new Verb(
            "describe",
            "Says what a trigger does: a sentence in English and Chinese, its text and stored form, its next instants.",
            "kairos trigger describe 'cron \"0 8 * * MON-FRI\" in Asia/Shanghai'",
            "kairos trigger describe 'poll 60s-180s tries 30 for 1h window \"06:00-21:00\" in Asia/Shanghai' --seed 1",
            "kairos trigger describe '{\"daily\":[\"20:10\"],\"zone\":\"Asia/Shanghai\",\"misfire\":\"skip\"}' --json")
            .With(text)
            .With(from, seed)
            .Does((parse, _) =>
            {
                string given = parse.GetValue(text)!;
                Instant after = parse.GetValue(from) ?? Instant.From(shell.Console.Time.GetUtcNow());
                if (Read(given, out Trigger? trigger) is { } fault)
                {
                    return Task.FromResult(Refuse(shell, parse, fault, given));
                }

                // Without a seed it is told as it is written, and asked only where nothing is left to chance.
                Trigger bound = trigger!.Bound(parse.GetValue(seed) ?? 0, after);
                TriggerAsked? asked = trigger.NeedsSeed && parse.GetValue(seed) is null ? null : new TriggerAsked(bound, after, Shown);
                Trigger told = parse.GetValue(seed) is null ? trigger : bound;
                if (shell.WantsJson(parse))
                {
                    shell.Console.Out.WriteLine(JsonLine.Text(json => Write(json, told, asked)));
                }
                else
                {
                    Show(shell.Console.Out, told, asked);
                }

                return Task.FromResult(ExitCode.Ok);
            });
    }

    private static TriggerFault? Read(string text, out Trigger? trigger)
    {
        try
        {
            trigger = Trigger.Parse(text);
            return null;
        }
        catch (TriggerFormatException e)
        {
            trigger = null;
            return e.Fault;
        }
    }

    private static int Refuse(Shell shell, ParseResult parse, TriggerFault fault, string text)
    {
        if (shell.WantsJson(parse))
        {
            shell.Console.Out.WriteLine(TriggerAnswer.Json(fault));
        }
        else
        {
            TriggerAnswer.Write(shell.Console.Error, fault, text);
        }

        return ExitCode.Usage;
    }

    private static void Show(TextWriter output, Trigger trigger, TriggerAsked? asked)
    {
        output.WriteLine(TriggerWords.Describe(trigger, "en"));
        output.WriteLine(TriggerWords.Describe(trigger, "zh"));
        output.WriteLine();
        output.WriteLine($"text   {TriggerText.Write(trigger)}");
        output.WriteLine($"json   {TriggerJson.Write(trigger)}");
        output.WriteLine($"zones  {ZoneData.Version ?? "of this system"}");
        output.WriteLine();
        if (asked is null)
        {
            output.WriteLine("Its next instants are drawn by chance: --seed N shows one draw.");
        }
        else
        {
            TriggerAnswer.Write(output, asked);
        }
    }

    private static void Write(Utf8JsonWriter json, Trigger trigger, TriggerAsked? asked)
    {
        json.WriteStartObject();
        json.WriteString("en", TriggerWords.Describe(trigger, "en"));
        json.WriteString("zh", TriggerWords.Describe(trigger, "zh"));
        json.WriteString("text", TriggerText.Write(trigger));
        json.WritePropertyName("trigger");
        json.WriteRawValue(TriggerJson.Write(trigger));
        json.WriteString("zones", ZoneData.Version);
        json.WritePropertyName("next");
        json.WriteRawValue(asked is null ? "null" : TriggerAnswer.Json(asked));
        json.WriteEndObject();
    }
}
