using System.Collections.Immutable;
using Kairos.Seats.Catalogue;
using Kairos.Seats.Commands;
using Kairos.Seats.Grabs;
using Kairos.Seats.Venues;
using Kairos.Testing;
using Kairos.Stores;
using Kairos.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Seats.Tests.Grabs;

/// <summary>A booking on manual time against a scripted venue.</summary>
internal sealed class GrabBench
{
    internal static readonly VenueOptions Options = new() { Address = new Uri("http://127.0.0.1/") };
    private const string School = "ecut";
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);
    private static readonly SessionCookies s_session = new() { WechatSessId = "w", ServerId = "s" };

    private readonly ScriptedVenue _venue;

    internal GrabBench(ScriptedVenue venue) => _venue = venue;

    /// <summary>What the booking took, on manual time.</summary>
    internal TimeSpan Elapsed { get; private set; }

    internal Task<Ending> RunAsync(ImmutableArray<Candidate> candidates, bool fallback) =>
        WithBookingAsync(candidates, fallback, static booking => booking.RunAsync(CancellationToken.None).AsTask());

    internal Task<Ending?> PrepareAsync(ImmutableArray<Candidate> candidates) =>
        WithBookingAsync(candidates, fallback: false, static booking => booking.PrepareAsync(CancellationToken.None).AsTask());

    private async Task<T> WithBookingAsync<T>(ImmutableArray<Candidate> candidates, bool fallback, Func<Booking, Task<T>> work)
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.AddTarget(Options.ToTarget()));
        EngineClock clock = host.Engine.Clock;
        Instant opens = clock.Now;
        GrabPayload payload = new()
        {
            School = School,
            OpensAt = opens.ToDateTimeOffset(),
            Submitted = opens.ToDateTimeOffset(),
            Mode = SeatMode.Tomorrow,
            Candidates = candidates,
            FallbackAny = fallback,
        };
        GrabCalls calls = new(Options, clock, () => opens + Options.GrabFor, static _ => ValueTask.FromResult(TimeSpan.Zero)) { Chance = 7 };
        Booking booking = new(_venue, calls, await CatalogueAsync(host), new GrabRecord(payload, host.Engine.Targets.Get(Options.Name), opens))
        {
            Payload = payload,
            Session = s_session,
        };
        T result = await DriveAsync(work(booking), host.Time);
        Elapsed = clock.Now - opens;
        return result;
    }

    private async Task<SeatCatalogue> CatalogueAsync(KairosTestHost host)
    {
        ISideTables tables = host.Services.GetRequiredService<ISideTables>();
        await tables.MigrateAsync(Migrations.SeatMigrations.Solution, Migrations.SeatMigrations.All, CancellationToken.None);
        List<VenueRoom> rooms = [];
        foreach (int room in _venue.Rooms.Keys)
        {
            rooms.Add((await _venue.FindRoomAsync(room, CancellationToken.None))!);
        }

        SeatCatalogue catalogue = new(tables);
        await catalogue.StoreAsync(new VenueSchool(School, School, "Asia/Shanghai", new TimeOnly(20, 10), SeatMode.Tomorrow, [.. rooms]), rooms, CancellationToken.None);
        return catalogue;
    }

    // Moves time while the booking waits for it; everything else in it is synchronous.
    private static async Task<T> DriveAsync<T>(Task<T> task, ManualTime time)
    {
        while (!task.IsCompleted)
        {
            time.Advance(s_step);
            await Task.Yield();
        }

        return await task;
    }
}
