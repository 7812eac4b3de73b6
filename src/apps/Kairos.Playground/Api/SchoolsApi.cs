using System.Globalization;
using Kairos.Playground.Network;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Api;

internal sealed record SchoolList(IReadOnlyList<SchoolLine> Schools);

internal sealed record SchoolLine(string Code, string Name);

internal sealed record SchoolView(
    string Code, string Name, string Zone, string OpensAt, string Mode, IReadOnlyList<RoomLine> Rooms);

internal sealed record RoomLine(int Id, string Name, string Floor, int Seats, bool Open);

/// <summary>Which schools and rooms there are. No session is needed.</summary>
internal static class SchoolsApi
{
    public static void MapSchools(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/schools", List).CarriedAs(Routes.School);
        app.MapGet("/api/schools/{code}", Show).CarriedAs(Routes.School);
    }

    private static JsonHttpResult<SchoolList> List(Site site) =>
        TypedResults.Json(
            new SchoolList([.. site.Catalogue.Schools.Select(school => new SchoolLine(school.Code, school.Name))]),
            ApiJson.Web.SchoolList);

    private static IResult Show(string code, Site site)
    {
        if (site.Catalogue.School(code) is not { } school)
        {
            return Replies.NotFound($"没有这所学校：{code}");
        }

        var view = new SchoolView(
            school.Code,
            school.Name,
            Opening.ZoneId,
            site.Opening.Daily.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            site.Options.Mode.ToText(),
            [.. school.Rooms.Select(room => new RoomLine(room.Id, room.Name, room.Floor, room.Map.Seats.Count, room.Open))]);
        return TypedResults.Json(view, ApiJson.Web.SchoolView);
    }
}
