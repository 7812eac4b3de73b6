using Kairos.Jobs;

namespace Kairos.Server.Api;

/// <summary>The user or tenant on whose behalf a call is made. Until accounts exist, whoever reaches the loopback address says so.</summary>
/// <param name="Name">The owner.</param>
internal sealed record Owner(string Name)
{
    internal const string Header = "X-Kairos-Owner";

    /// <summary>Reads the header, in UTF-8.</summary>
    public static ValueTask<Owner?> BindAsync(HttpContext context)
    {
        string name = context.Request.Headers[Header].ToString().Trim();
        return name.Length is > 0 and <= Limits.OwnerLength
            ? ValueTask.FromResult<Owner?>(new Owner(name))
            : throw new RefusedException(StatusCodes.Status400BadRequest, "owner-missing", "No owner was named.", $"Send the header {Header} with 1 to {Limits.OwnerLength} characters (on the command line: --as OWNER).");
    }
}
