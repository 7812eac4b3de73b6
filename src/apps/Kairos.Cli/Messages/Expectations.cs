using System.Text.Json;
using Kairos.Cli.Output;

namespace Kairos.Cli.Messages;

/// <summary>Counts how many samples were read as they expect, and tells of each that was not.</summary>
internal sealed class Expectations(TextWriter error)
{
    // Its members are credentials: that they differ is told, how is not.
    private const string Secret = "session";

    private long _met;
    private long _seen;

    public bool AllMet => _met == _seen;

    /// <summary>Compares one answer: each expected member must be there with the same value; others may be there too.</summary>
    /// <param name="line">Number of the line, from 1.</param>
    /// <param name="expected">The members.</param>
    /// <param name="answer">The answer as JSON.</param>
    public void Compare(long line, JsonElement expected, string answer)
    {
        using JsonDocument document = JsonDocument.Parse(answer);
        bool met = true;
        foreach (JsonProperty member in expected.EnumerateObject())
        {
            bool there = document.RootElement.TryGetProperty(member.Name, out JsonElement read);
            if (there && JsonElement.DeepEquals(read, member.Value))
            {
                continue;
            }

            met = false;
            error.WriteLine(member.Name == Secret
                ? $"line {line}: {Secret} differs"
                : $"line {line}: {PlainText.Of(member.Name)} is {(there ? JsonLine.Text(read) : "absent")}, expected {JsonLine.Text(member.Value)}");
        }

        _seen++;
        _met += met ? 1 : 0;
    }

    /// <summary>The count, where anything was expected.</summary>
    public void WriteSummary()
    {
        if (_seen > 0)
        {
            error.WriteLine($"{_met} of {_seen} as expected");
        }
    }
}
