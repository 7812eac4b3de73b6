using System.Text.Json;

namespace Kairos.Cli.Rest;

/// <summary>The server said no, and why.</summary>
internal sealed class ApiRefusal(Problem problem, JsonElement document)
    : CliFailure(problem.Title ?? "the server refused", problem.Remedy)
{
    public Problem Problem { get; } = problem;

    /// <summary>The problem as it came.</summary>
    public JsonElement Document { get; } = document;
}
