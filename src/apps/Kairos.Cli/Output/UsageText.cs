using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kairos.Cli.Output;

/// <summary>What is wrong with a command line, what was probably meant, and where to read on.</summary>
internal static class UsageText
{
    private const int FarthestGuess = 3;

    public static void Write(ParseResult parse, CliConsole console)
    {
        Command command = parse.CommandResult.Command;
        string path = Path(parse.CommandResult);
        bool needsVerb = command.Subcommands.Count > 0;
        if (needsVerb)
        {
            string verbs = string.Join(", ", command.Subcommands.Where(static verb => !verb.Hidden).Select(static verb => verb.Name));
            string message = parse.UnmatchedTokens.Count == 0
                ? $"`{path}` needs a verb"
                : $"'{parse.UnmatchedTokens[0]}' is no verb of `{path}`";
            ErrorText.Write(console, message, remedy: null);
            WriteGuess(console, command, parse.UnmatchedTokens);
            console.Error.WriteLine($"verbs: {verbs}");
        }
        else
        {
            foreach (ParseError error in parse.Errors)
            {
                // Lists of values come with line ends and tabs.
                ErrorText.Write(console, string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), remedy: null);
            }

            WriteGuess(console, command, parse.UnmatchedTokens);
        }

        WriteHelpHint(parse, console);
    }

    public static void WriteHelpHint(ParseResult parse, CliConsole console) =>
        console.Error.WriteLine($"help: {Path(parse.CommandResult)} --help");

    // The words that led to a command.
    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : result.Command.Name;

    private static void WriteGuess(CliConsole console, Command command, IReadOnlyList<string> unmatched)
    {
        foreach (string token in unmatched)
        {
            string? guess = Names(command)
                .Select(name => (Name: name, Distance: name.StartsWith(token, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(token, name)))
                .Where(guess => guess.Distance <= Math.Min(FarthestGuess, (token.Length + 1) / 2))
                .OrderBy(static guess => guess.Distance)
                .Select(static guess => guess.Name)
                .FirstOrDefault();
            if (guess is not null)
            {
                console.Error.WriteLine($"did you mean '{guess}'?");
            }
        }
    }

    private static IEnumerable<string> Names(Command command)
    {
        IEnumerable<Command> line = [command, .. command.Parents.OfType<Command>().SelectMany(static parent => (IEnumerable<Command>)[parent, .. parent.Parents.OfType<Command>()])];
        return command.Subcommands.Select(static verb => verb.Name)
            .Concat(command.Options.Select(static option => option.Name))
            .Concat(line.SelectMany(static above => above.Options).Where(static option => option.Recursive).Select(static option => option.Name));
    }

    // Levenshtein's distance, one row at a time.
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i);
            for (int j = 1; j <= right.Length; j++)
            {
                int cost = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[right.Length];
    }
}
