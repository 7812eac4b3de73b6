using System.Text.Json;
using Kairos.Cli.Rest;
using Kairos.Triggers;
using Kairos.Triggers.Words;

namespace Kairos.Cli.Output;

/// <summary>Live jobs, for people.</summary>
internal static class JobText
{
    public static void WriteTable(CliConsole console, JobPage page)
    {
        TextTable table = new("ID", "KIND", "KEY", "STATE", "AT", "ATTEMPT", "REASON");
        foreach (JobDocument job in page.Jobs)
        {
            table.Add(job.Id, job.Kind, job.Key, job.State, Shown.Instant(job.At), Shown.Number(job.Attempt), job.Reason);
        }

        table.Write(console, "No live jobs match.");
        if (page.Next is { } next)
        {
            console.Out.WriteLine($"There are more: add --after {PlainText.Of(next)}");
        }
    }

    public static void WriteDetails(CliConsole console, JobDocument job)
    {
        WriteLine("job", job.Id);
        WriteLine("kind", job.Kind);
        WriteLine("owner", job.Owner);
        WriteLine("key", job.Key);
        WriteLine("state", job.State);
        WriteLine("due", Shown.Instant(job.Due));
        WriteLine("at", job.At == job.Due ? null : Shown.Instant(job.At));
        if (job.Trigger is { } stored)
        {
            Trigger? trigger = Read(stored);
            WriteLine("trigger", trigger is null ? JsonLine.Text(stored) : TriggerText.Write(trigger));
            WriteLine("", trigger is null ? null : TriggerWords.Describe(trigger, "en"));
        }

        WriteLine("priority", job.Priority == 0 ? null : Shown.Number(job.Priority));
        WriteLine("attempt", job.Attempt == 0 ? null : Shown.Number(job.Attempt));
        WriteLine("ran", job.Ran == 0 ? null : Shown.Number(job.Ran));
        WriteLine("version", Shown.Number(job.Version));
        WriteLine("fence", Shown.Number(job.Fence));
        WriteLine("reason", job.Reason);
        WriteLine("payload", job.Payload is { } payload ? JsonLine.Text(payload) : null);

        // A server of a later version may have rules that are not known here.
        static Trigger? Read(JsonElement stored)
        {
            try
            {
                return TriggerJson.Read(stored.GetRawText());
            }
            catch (TriggerFormatException)
            {
                return null;
            }
        }

        void WriteLine(string name, string? value)
        {
            if (value is not null)
            {
                console.Out.WriteLine($"{name,-9}{PlainText.Of(value)}");
            }
        }
    }
}
