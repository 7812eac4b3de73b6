using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kairos.Cli.Output;
using Kairos.Cli.Rest;
using Kairos.Triggers.Zones;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos version</c>: of both sides. A server that does not answer is news here, not a failure.</summary>
internal static class VersionVerb
{
    public static Command Build(Shell shell) => new Verb(
        "version",
        "Prints the version of this command line, and of the server when one answers.",
        "kairos version",
        "kairos version --server http://127.0.0.1:7070 --json")
        .Does(async (parse, stop) =>
        {
            using KairosApi api = shell.Connect(parse, Scope.Server);
            Answer<HealthDocument>? health = null;
            string? silence = null;
            try
            {
                health = await Progress.WhileAsync(shell.Console, $"waiting for {api.Server}", api.HealthAsync(stop));
            }
            catch (CliFailure failure)
            {
                silence = failure.Message;
            }

            if (shell.WantsJson(parse))
            {
                shell.Console.Out.WriteLine(JsonLine.Text(json => Write(json, api.Server, health?.Document, silence)));
            }
            else
            {
                Show(shell.Console, api.Server, health?.Read(), silence);
            }

            return ExitCode.Ok;
        });

    private static void Write(Utf8JsonWriter json, Uri server, JsonElement? health, string? silence)
    {
        json.WriteStartObject();
        json.WriteString("version", CliVersion.Text);
        json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        json.WriteString("zones", ZoneData.Version);
        json.WriteString("server", server.ToString());
        json.WritePropertyName("health");
        if (health is { } document)
        {
            document.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
            json.WriteString("silence", silence);
        }

        json.WriteEndObject();
    }

    private static void Show(CliConsole console, Uri server, HealthDocument? health, string? silence)
    {
        console.Out.WriteLine($"kairos {CliVersion.Text} ({RuntimeInformation.FrameworkDescription}, zone data {ZoneData.Version ?? "of this system"})");
        if (health is null)
        {
            console.Out.WriteLine($"server: {PlainText.Of(silence)}");
            return;
        }

        console.Out.WriteLine($"server {PlainText.Of(health.Version)} at {server}: {PlainText.Of(health.Status)}");
        console.Out.WriteLine($"store  {PlainText.Of(health.Store)}");
        if (health.Node is { } node)
        {
            console.Out.WriteLine($"node   {Shown.Number(node)}{(health.Draining ? ", draining" : "")}");
        }

        console.Out.WriteLine($"armed  {Shown.Count(health.Armed)}");
        console.Out.WriteLine($"kinds  {PlainText.Of(string.Join(", ", health.Kinds))}");
        console.Out.WriteLine($"now    {Shown.Instant(health.Now)}");
    }
}
