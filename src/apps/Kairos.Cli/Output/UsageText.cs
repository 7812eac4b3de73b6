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
                ErrorText.Write(console, error.Message, remedy: null);
            }

            WriteGuess(console, command, parse.UnmatchedTokens);
        }

        console.Error.WriteLine($"help: {path} --help");
    }

    /// <summary>The words that led to a command.</summary>
    public static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : result.Command.Name;

    private static void WriteGuess(CliConsole console, Command command, IReadOnlyList<string> unmatched)
    {
        foreach (string token in unmatched)
        {
            string? guess = Names(command)
                .Select(name => (Name: name, Distance: Distance(token, name)))
                .Where(guess => guess.Distance <= Math.Min(FarthestGuess, token.Length / 2))
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
