namespace Kairos.Server.Api;

/// <summary>A request that is answered with problem details: what was wrong, and what to do.</summary>
internal sealed class RefusedException(int status, string code, string title, string? remedy = null) : Exception(title)
{
    internal int Status => status;

    internal string Code => code;

    /// <summary>Null where the title holds it.</summary>
    internal string? Remedy => remedy;

    /// <summary>Where tables don't fit a mapping, if it is that.</summary>
    internal FindingWire[] Findings { get; init; } = [];

    internal static RefusedException NotFound(string what, string remedy) =>
        new(StatusCodes.Status404NotFound, "not-found", what, remedy);

    internal static RefusedException Bad(string what, string remedy) =>
        new(StatusCodes.Status400BadRequest, "bad-request", what, remedy);
}
