using System.Runtime.CompilerServices;
using Kairos.Playground.Api;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Kairos.Playground.Pages.Rooms;

/// <summary>The live map of a room: one letter for each seat, sent whenever it changed.</summary>
/// <remarks>Every event carries the whole map, so that a watcher who missed some is right again with the next.</remarks>
internal static class RoomEvents
{
    // Ten pictures a second follow a rush well enough, and bound what a rush costs.
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100);

    // A hold that runs out changes a seat without a pulse.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    public static IResult Stream(
        int id, string? mode, HttpContext context, Site site, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        if (site.Catalogue.Room(id) is not { } room)
        {
            return TypedResults.NotFound();
        }

        var viewer = site.Sessions.Find(context.SessionCookies())?.Name;
        var source = new MapSource(site, room, RequestReading.ToMode(mode) ?? site.Options.Mode, viewer);
        return TypedResults.ServerSentEvents(MapsAsync(source, time, lifetime.ApplicationStopping, context.RequestAborted), "map");
    }

    private static async IAsyncEnumerable<string> MapsAsync(
        MapSource source,
        TimeProvider time,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken gone)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, gone);
        var shown = "";
        while (!ended.IsCancellationRequested)
        {
            // Asked for before the room is read: a change in between wakes the next wait at once.
            var change = source.NextChange();
            var map = source.Read();
            if (map != shown)
            {
                shown = map;
                yield return map;
            }

            // Awaited as a task that cannot fail: the end of the stream is no fault.
            await Task.WhenAny(Task.Delay(s_shortest, time, ended.Token));
            await Task.WhenAny(change, Task.Delay(s_longest, time, ended.Token));
        }
    }

    private sealed record MapSource(Site Site, Room Room, VenueMode Mode, string? Viewer)
    {
        public Task NextChange() => Site.Pulses.NextChange(Room.Id);

        public string Read() => SeatLook.Map(Site.Reservations.Standing(Room, Mode, Site.DayOf(Mode)), Viewer);
    }
}
