using System.Globalization;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Http;

namespace Kairos.Playground.Api;

/// <summary>What every answer of the API has: 0 for success, or what stood in the way, and the words for it.</summary>
internal sealed record Reply(int Code, string Msg);

internal static class Replies
{
    public static IResult Of(Answer answer) => Say((int)answer, answer.Message());

    public static IResult Say(int code, string message) => TypedResults.Json(new Reply(code, message), ApiJson.Web.Reply);

    public static IResult NotFound(string message) =>
        TypedResults.Json(new Reply(StatusCodes.Status404NotFound, message), ApiJson.Web.Reply, statusCode: StatusCodes.Status404NotFound);

    public static IResult BadRequest(string message) =>
        TypedResults.Json(new Reply(StatusCodes.Status400BadRequest, message), ApiJson.Web.Reply, statusCode: StatusCodes.Status400BadRequest);
}

/// <summary>How instants are written: UTC, whole microseconds.</summary>
internal static class Instants
{
    public static string ToText(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
