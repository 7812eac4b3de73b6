using Kairos.Playground.Api;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Control;

internal sealed record NamedSeat(int Room, int Seat);

internal sealed record RivalsRequest
{
    public IReadOnlyList<NamedSeat>? Named { get; init; }

    public int? Count { get; init; }

    public int? Seed { get; init; }

    public string? Mode { get; init; }

    public int? SlowestReactionMs { get; init; }

    public double? HoldShare { get; init; }

    public double? GiveBackShare { get; init; }

    public int? GiveBackAfterMs { get; init; }
}

/// <param name="From">What their reactions count from, by the venue's clock.</param>
internal sealed record RivalsSent(int Count, string From);

/// <summary>Sends the other students.</summary>
internal static class RivalsControl
{
    public static void MapRivals(this IEndpointRouteBuilder control) => control.MapPost("/rivals", SendAsync);

    private static async Task<IResult> SendAsync(HttpContext context, Site site, Rivals rivals)
    {
        var request = await context.ReadBodyAsync(ControlJson.Web.RivalsRequest);
        if (request?.Count is not { } count || count is < 1 or > RivalOptions.Most)
        {
            return Replies.BadRequest(
                $"Send {{\"named\": [{{\"room\": 1141, \"seat\": 7}}], \"count\": 50, \"seed\": 1}}: count is 1 to {RivalOptions.Most}.");
        }

        var named = (request.Named ?? []).Select(seat => (Given: seat, Found: Find(site, seat))).ToList();
        if (named.Find(seat => seat.Found is null) is { Given: { } unknown })
        {
            return Replies.BadRequest($"There is no seat {unknown.Seat} in a room {unknown.Room}: GET /api/rooms/1141 lists seats.");
        }

        var order = RivalOrder.From(site.Options) with
        {
            Named = [.. named.Select(seat => seat.Found!.Value)],
            Seed = request.Seed ?? site.Options.Seed,
            Rivals = Merge(site.Options.Rivals, request, count),
        };
        if (!order.Rivals.IsServable)
        {
            return Replies.BadRequest("holdShare and giveBackShare are 0 to 1, slowestReactionMs and giveBackAfterMs 0 or more.");
        }

        var wave = rivals.Send(order, RequestReading.ToMode(request.Mode) ?? site.Options.Mode);
        return TypedResults.Json(new RivalsSent(wave.Plans.Count, Instants.ToText(wave.From)), ControlJson.Web.RivalsSent);
    }

    private static (Room Room, Seat Seat)? Find(Site site, NamedSeat named) =>
        site.Catalogue.Room(named.Room) is { } room && room.Map.Numbered(named.Seat) is { } seat ? (room, seat) : null;

    private static RivalOptions Merge(RivalOptions before, RivalsRequest request, int count) => before with
    {
        Count = count,
        SlowestReaction = Milliseconds(request.SlowestReactionMs) ?? before.SlowestReaction,
        HoldShare = request.HoldShare ?? before.HoldShare,
        GiveBackShare = request.GiveBackShare ?? before.GiveBackShare,
        GiveBackAfter = Milliseconds(request.GiveBackAfterMs) ?? before.GiveBackAfter,
    };

    private static TimeSpan? Milliseconds(int? count) => count is { } number ? TimeSpan.FromMilliseconds(number) : null;
}
