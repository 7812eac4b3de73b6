using System.Security.Cryptography;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Seats.Catalogue;
using Kairos.Seats.Commands;
using Kairos.Seats.Sessions;
using Kairos.Seats.Venues;
using Kairos.Time;
using Microsoft.Extensions.Logging;

namespace Kairos.Seats.Grabs;

/// <summary>A grab: prepares before the opening, passes the gate at the venue's instant, books, reads back, tells.</summary>
internal sealed class GrabHandler(VenueDesk venue, SeatCatalogue catalogue, SessionStore sessions, ILogger<GrabHandler> logger) : IJobHandler<GrabPayload>
{
    // What a handler needs between the end of its preparation and the gate: the mark, and room to spare.
    private static readonly TimeSpan s_reserve = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_offsetAge = TimeSpan.FromMinutes(2);

    public async ValueTask<Outcome> RunAsync(GrabPayload payload, JobContext context, CancellationToken ct)
    {
        Instant opens = Instant.From(payload.OpensAt);
        TimeSpan early = venue.Target.Clock.ToOurs(opens) - context.Now - venue.Options.PrepareAhead;
        if (early > s_reserve)
        {
            // The venue's clock was not known, or was stepped, since this grab was planned.
            return new Outcome.Snooze(early);
        }

        // Its rooms and seat numbers: the school may have been added by another node, a moment ago.
        await catalogue.LookUpAsync(payload.School, ct);
        GrabRecord record = new(payload, venue.Target, opens);
        SessionCookies? session = await OpenSessionAsync(payload, context, ct);
        if (session is null)
        {
            return End(record, context, "session-expired", "No session that opens is kept for this school: send the command again with a fresh one.");
        }

        GrabCalls calls = new(
            venue.Options,
            venue.EngineClock,
            () => venue.Target.Clock.ToOurs(opens) + venue.Options.GrabFor,
            token => context.RequestAsync(venue.Target.Options.Name, token))
        {
            Chance = context.Job.GetHashCode(),
        };
        Booking booking = new(venue.Venue, calls, catalogue, record) { Payload = payload, Session = session };
        if (await booking.PrepareAsync(ct) is { } fault)
        {
            return End(record, context, fault);
        }

        await LearnClockAsync(opens, context, ct);
        record.Pass = await context.GateAsync(payload.OpensAt, venue.Target.Options.Name, ct);
        record.Offset = venue.Target.Clock.Offset;
        return End(record, context, await booking.RunAsync(ct));
    }

    private async ValueTask<SessionCookies?> OpenSessionAsync(GrabPayload payload, JobContext context, CancellationToken ct)
    {
        try
        {
            return await sessions.OpenAsync(context.Owner, payload.School, ct);
        }
        catch (CryptographicException e)
        {
            Log.SessionNotOpened(logger, context.Job, e.Message);
            return null;
        }
    }

    // As finely as there is time for; a coarser interval is later, never early.
    private async ValueTask LearnClockAsync(Instant opens, JobContext context, CancellationToken ct)
    {
        TimeSpan left = venue.Target.Clock.ToOurs(opens) - context.Now - s_reserve;
        if (left <= TimeSpan.Zero && venue.Clock.Offset is not null)
        {
            return;
        }

        Task fine = venue.Clock.EnsureFineAsync(venue.Options.OffsetWanted, s_offsetAge, ct).AsTask();
        if (left > TimeSpan.Zero)
        {
            await Task.WhenAny(fine, Task.Delay(left, venue.Time, ct));
        }

        if (venue.Clock.Offset is null)
        {
            await fine;
            await venue.Clock.EnsureCoarseAsync(ct);
        }
    }

    private Outcome End(GrabRecord record, JobContext context, Ending ending) => End(record, context, ending.Code, ending.Text, ending.Booked);

    private Outcome End(GrabRecord record, JobContext context, string code, string text, RoomSeat? booked = null)
    {
        context.Note(record.Notes(code, booked), GrabJson.Default.GrabNotes);
        Log.GrabEnded(logger, context.Job, record.School, code);
        return code switch
        {
            "booked" or "already-booked" => new Outcome.Succeeded { Reason = code },
            "needs-human" or "unconfirmed" => new Outcome.NeedsHuman($"{code}: {text}"),
            _ => new Outcome.Failed($"{code}: {text}"),
        };
    }
}
