using System.Text.Json;

namespace Kairos.Cli.Input;

/// <summary>A value that may be long or secret: in place, from a file (<c>@path</c>) or from standard input (<c>-</c>).</summary>
internal static class InputText
{
    private const string StandardInput = "-";

    /// <summary>Whether the value is to be read from elsewhere and so stays out of the shell's history.</summary>
    public static bool IsReference(string value) => value == StandardInput || value.StartsWith('@');

    /// <summary>The text behind <paramref name="value"/>; null for null.</summary>
    /// <exception cref="CliFailure">The file can't be read.</exception>
    public static async Task<string?> ReadAsync(string? value, CliConsole console, CancellationToken stop)
    {
        if (value is null || !IsReference(value))
        {
            return value;
        }

        if (value == StandardInput)
        {
            return await console.In.ReadToEndAsync(stop).WaitAsync(stop);
        }

        string path = value[1..];
        try
        {
            return await File.ReadAllTextAsync(path, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CliFailure($"the file '{path}' can't be read: {e.Message}", "see that the path behind @ is right", inner: e);
        }
    }

    /// <summary>The document that the text of a payload is.</summary>
    /// <exception cref="CliFailure">It is none.</exception>
    public static JsonElement Json(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw CliFailure.Usage($"the payload is no JSON: {e.Message}", "quote it for the shell, as in --payload '{\"text\":\"hello\"}'");
        }
    }
}
