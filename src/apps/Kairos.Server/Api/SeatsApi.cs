using System.Globalization;
using Kairos.Jobs;
using Kairos.Seats.Catalogue;
using Kairos.Seats.Commands;
using Kairos.Seats.Desk;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Server.Api;

/// <summary>Seats: commands as users write them, and the catalogue that operators keep.</summary>
internal static class SeatsApi
{
    internal static void MapSeats(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder seats = app.MapGroup("/api/seats").WithTags("Seats");
        seats.MapPost("commands", ExecuteAsync).Produces<ReplyWire>().Produces<ReplyWire>(StatusCodes.Status422UnprocessableEntity).WithSummary("Carry out one command, a line of text; 422 when it is refused");
        seats.MapGet("schools", (SeatCatalogue catalogue) => new SchoolsWire([.. catalogue.Schools.Select(s => Of(s, catalogue))])).WithSummary("All schools with their rooms");
        seats.MapGet("schools/{code}", ShowAsync).WithSummary("One school");
        seats.MapPatch("schools/{code}", SetAsync).WithSummary("Set opening, zone, name or mode of a school");
        seats.MapPost("schools/{code}", AddAsync).ProducesProblem(StatusCodes.Status502BadGateway).WithSummary("Read a school's rooms from the venue");
    }

    private static async Task<IResult> ExecuteAsync(Owner owner, CommandBody body, SeatDesk desk, CancellationToken ct)
    {
        SeatReply reply = await desk.ExecuteAsync(owner.Name, body.Text ?? string.Empty, ct);
        ReplyWire wire = new(
            reply.Ok,
            reply.Code,
            reply.Field,
            reply.Chinese,
            reply.English,
            reply.Task?.ToString(),
            reply.OpensAt is { } opens ? Instant.From(opens).ToString() : null,
            reply.Result);
        return reply.Ok ? TypedResults.Ok(wire) : TypedResults.Json(wire, ServerJson.Default.ReplyWire, statusCode: StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<SchoolWire> ShowAsync(string code, SeatCatalogue catalogue, CancellationToken ct) => await catalogue.LookUpAsync(code, ct) is { } school
        ? Of(school, catalogue)
        : throw Unknown(code);

    private static async Task<SchoolWire> SetAsync(string code, SchoolChangeBody body, SeatCatalogue catalogue, CancellationToken ct)
    {
        TimeOnly? opensAt = null;
        if (body.OpensAt is not null)
        {
            opensAt = TimeOnly.TryParseExact(body.OpensAt, ["HH:mm:ss", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time)
                ? time
                : throw RefusedException.Bad($"'{body.OpensAt}' is not a time of the day.", "Write it as 20:10:00.");
        }

        if (body.Zone is not null)
        {
            _ = LocalTimes.Zone(body.Zone);
        }

        SeatMode? mode = body.Mode switch
        {
            null => null,
            "today" => SeatMode.Today,
            "tomorrow" => SeatMode.Tomorrow,
            _ => throw RefusedException.Bad($"Mode '{body.Mode}' is unknown.", "Use today or tomorrow."),
        };
        return await catalogue.SetAsync(code, new SchoolChange(body.Name, body.Zone, opensAt, mode), ct)
            ? Of(catalogue.Find(code)!, catalogue)
            : throw Unknown(code);
    }

    private static async Task<SchoolWire> AddAsync(string code, SchoolDesk schools, SeatCatalogue catalogue, CancellationToken ct)
    {
        SeatReply reply = await schools.AddAsync(code, ct);
        return reply switch
        {
            { Ok: true } => Of(catalogue.Find(code)!, catalogue),
            { Code: "unknown-school" } => throw RefusedException.NotFound($"The venue knows no school '{code}'.", "Check its abbreviation."),
            _ => throw new RefusedException(StatusCodes.Status502BadGateway, reply.Code, "The venue does not answer.", "See that it runs where `kairos serve --venue` points, and try again."),
        };
    }

    private static SchoolWire Of(School school, SeatCatalogue catalogue) => new(
        school.Code,
        school.Name,
        school.Zone,
        school.OpensAt.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        school.Mode.WireName(),
        [.. catalogue.Rooms(school.Code).Select(r => new RoomWire(r.Id, r.Name, r.Floor, r.SeatCount))]);

    private static RefusedException Unknown(string code) =>
        RefusedException.NotFound($"School '{code}' is unknown here.", $"Add it: POST /api/seats/schools/{code} (kairos seats add {code}).");
}
