using System.CommandLine;

namespace Kairos.Cli.Input;

/// <summary>The language in which seats answers are shown: as asked for, else as the locale has it.</summary>
internal sealed class LanguageOption
{
    private const string Chinese = "zh";
    private const string English = "en";

    // The order in which POSIX looks for the language of messages.
    private static readonly string[] s_variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    private readonly CliConsole _console;

    public LanguageOption(CliConsole console)
    {
        _console = console;
        Option = new Option<string?>("--lang")
        {
            Description = "Language of the answer. Default: Chinese where LANG begins with zh, else English.",
            Recursive = true,
        }.AcceptOnlyFromAmong(Chinese, English);
    }

    public Option<string?> Option { get; }

    public bool IsChinese(ParseResult parse)
    {
        string? language = parse.GetValue(Option)
            ?? s_variables.Select(_console.Variable).FirstOrDefault(static value => !string.IsNullOrEmpty(value));
        return language?.StartsWith(Chinese, StringComparison.OrdinalIgnoreCase) ?? false;
    }
}
