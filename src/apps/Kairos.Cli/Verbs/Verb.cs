using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kairos.Cli.Verbs;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Whole command lines, as they would be typed.</summary>
    public ImmutableArray<string> Examples { get; } = [.. examples];

    public Verb With(params ReadOnlySpan<Command> verbs)
    {
        foreach (Command verb in verbs)
        {
            Subcommands.Add(verb);
        }

        return this;
    }

    public Verb With(params ReadOnlySpan<Option> options)
    {
        foreach (Option option in options)
        {
            Options.Add(option);
        }

        return this;
    }

    /// <summary>Takes an argument; a mistyped option that would become its value is refused.</summary>
    public Verb With(Argument argument)
    {
        argument.Validators.Add(static result =>
        {
            foreach (Token token in result.Tokens)
            {
                if (token.Value.StartsWith('-') && token.Value.Length > 1)
                {
                    result.AddError($"Unrecognized option '{token.Value}'.");
                }
            }
        });
        Arguments.Add(argument);
        return this;
    }

    /// <summary>Says what the verb does; the result is one of <see cref="ExitCode"/>.</summary>
    public Verb Does(Func<ParseResult, CancellationToken, Task<int>> action)
    {
        SetAction(action);
        return this;
    }
}
