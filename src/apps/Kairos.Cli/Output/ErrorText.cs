using Kairos.Cli.Rest;
using Spectre.Console;

namespace Kairos.Cli.Output;

/// <summary>What went wrong and what to do about it, on the error stream.</summary>
internal static class ErrorText
{
    public static void Write(CliConsole console, string message, string? remedy)
    {
        IAnsiConsole screen = Screen.OfErrors(console);
        screen.Write(new Text("error: ", new Style(Color.Red)));
        console.Error.WriteLine(PlainText.Of(message));
        if (!string.IsNullOrWhiteSpace(remedy))
        {
            console.Error.WriteLine($"remedy: {PlainText.Of(remedy)}");
        }
    }

    public static void Write(CliConsole console, Problem problem)
    {
        Write(console, problem.Title ?? "the server refused", remedy: null);
        if (!string.IsNullOrWhiteSpace(problem.Detail))
        {
            console.Error.WriteLine(PlainText.Lines(problem.Detail));
        }

        foreach ((string field, string[] faults) in problem.Errors ?? new Dictionary<string, string[]>())
        {
            console.Error.WriteLine($"{PlainText.Of(field)}: {PlainText.Of(string.Join(' ', faults))}");
        }

        foreach (StateFinding finding in problem.Findings ?? [])
        {
            console.Error.WriteLine($"- {PlainText.Of(StateInstallText.Words(finding))}");
        }

        if (!string.IsNullOrWhiteSpace(problem.Remedy))
        {
            console.Error.WriteLine($"remedy: {PlainText.Of(problem.Remedy)}");
        }
    }
}
