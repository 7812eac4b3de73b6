using System.CommandLine;

namespace Kairos.Cli.Input;

/// <summary>Reads a text; false when it is not of the form.</summary>
internal delegate bool TryRead<T>(string text, out T value);

/// <summary>Options whose values have a form of their own.</summary>
internal static class ValueOption
{
    /// <param name="name">With its dashes.</param>
    /// <param name="helpName">What stands for the value in the help.</param>
    /// <param name="description">For the help.</param>
    /// <param name="read">Reads the value.</param>
    /// <param name="expected">What a refusal tells to write instead.</param>
    public static Option<T?> Of<T>(string name, string helpName, string description, TryRead<T> read, string expected)
        where T : struct => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (read(text, out T value))
                {
                    return value;
                }

                result.AddError($"{name} '{text}' is not understood: {expected}.");
                return null;
            },
        };
}
