using Spectre.Console;

namespace Kairos.Cli.Output;

/// <summary>Makes the renderer of tables and colours; plain text where output is redirected or NO_COLOR is set.</summary>
internal static class Screen
{
    // A redirected table is for grep and cut: its rows are never broken.
    private const int Unbroken = 100_000;

    public static IAnsiConsole Of(CliConsole console) => Of(console, console.Out, console.OutIsTerminal);

    public static IAnsiConsole OfErrors(CliConsole console) => Of(console, console.Error, console.ErrorIsTerminal);

    private static IAnsiConsole Of(CliConsole console, TextWriter writer, bool isTerminal)
    {
        bool colors = console.Colors(isTerminal);
        IAnsiConsole screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colors ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(writer),
        });
        screen.Profile.Width = isTerminal && console.Width > 0 ? console.Width : Unbroken;
        screen.Profile.Capabilities.Unicode = true;
        return screen;
    }
}
