using System.Text;

namespace Kairos.Cli.Input;

/// <summary>A file that a user names for reading.</summary>
internal static class InputFile
{
    /// <exception cref="CliFailure">It can't be read.</exception>
    public static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CliFailure($"the file '{path}' can't be read: {e.Message}", "see that the path is right", inner: e);
        }
    }
}
