using System.CommandLine;
using System.Globalization;

namespace Kairos.Cli.Input;

/// <summary>Options that take a whole number within bounds.</summary>
internal static class NumberOption
{
    /// <summary>How many entries a list shows at most.</summary>
    public static Option<int?> Limit() => Of("--limit", "At most so many.", least: 1);

    /// <summary>What chance is drawn from: any whole number of 64 bits, as submits store it.</summary>
    public static Option<long?> Seed(string description) => ValueOption.Of<long>(
        "--seed",
        "N",
        description,
        static (string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number),
        "write a whole number");

    /// <param name="name">With its dashes.</param>
    /// <param name="description">For the help.</param>
    /// <param name="least">The smallest that is taken.</param>
    /// <param name="most">The largest that is taken.</param>
    public static Option<int?> Of(string name, string description, int least, int most = int.MaxValue)
    {
        string expected = string.Create(CultureInfo.InvariantCulture, $"write a whole number from {least} to {most}");
        return ValueOption.Of<int>(name, "N", description, TryRead, expected);

        bool TryRead(string text, out int number) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
    }
}
