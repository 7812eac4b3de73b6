namespace Kairos.Cli;

/// <summary>Ends a verb with words for the user instead of a stack trace.</summary>
/// <remarks><see cref="Exception.Message"/> says what happened.</remarks>
internal class CliFailure(string message, string? remedy = null, int exitCode = ExitCode.Failed, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What the user can do about it; null where the message says it.</summary>
    public string? Remedy { get; } = remedy;

    public int ExitCode { get; } = exitCode;

    /// <summary>The command line is wrong in a way that only shows when its parts are read together.</summary>
    public static CliFailure Usage(string message, string? remedy = null) => new(message, remedy, Cli.ExitCode.Usage);
}
