using System.Text.Json.Serialization;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Seats.Catalogue;
using Kairos.Seats.Commands;
using Kairos.Seats.Sessions;
using Kairos.Seats.Venues;

namespace Kairos.Seats.Grabs;

/// <summary>What a check ahead of an opening carries.</summary>
internal sealed record PreflightPayload
{
    internal const string Kind = "seats.preflight";

    public required string School { get; init; }

    /// <summary>On the venue's clock.</summary>
    public required DateTimeOffset OpensAt { get; init; }
}

/// <summary>What the check found.</summary>
/// <param name="Ready">Nothing is missing.</param>
/// <param name="Missing">What is, in words; null when nothing is.</param>
internal sealed record PreflightNotes(bool Ready, string? Missing);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PreflightPayload))]
[JsonSerializable(typeof(PreflightNotes))]
internal sealed partial class PreflightJson : JsonSerializerContext;

/// <summary>Checks, 10 minutes and 1 minute before an opening, that the user's grab can go: session, room, channel, clock.</summary>
internal sealed class PreflightHandler(VenueDesk venue, SeatCatalogue catalogue, SessionStore sessions, JobClient jobs) : IJobHandler<PreflightPayload>
{
    private static readonly TimeSpan s_offsetAge = TimeSpan.FromMinutes(2);

    public async ValueTask<Outcome> RunAsync(PreflightPayload payload, JobContext context, CancellationToken ct)
    {
        JobView? job = await jobs.FindByKeyAsync(context.Owner, GrabPayload.Kind, GrabPayload.Key, ct);
        if (job is null || GrabReading.Payload(job) is not { } grab || grab.OpensAt != payload.OpensAt)
        {
            return new Outcome.Cancelled("The grab it was for is gone.");
        }

        string? missing = await FindMissingAsync(grab, context, ct);
        context.Note(new PreflightNotes(missing is null, missing), PreflightJson.Default.PreflightNotes);
        return missing is null
            ? new Outcome.Succeeded { Reason = $"Ready for {payload.OpensAt:HH:mm:ss}Z." }
            : new Outcome.NeedsHuman(missing);
    }

    private async ValueTask<string?> FindMissingAsync(GrabPayload grab, JobContext context, CancellationToken ct)
    {
        if (await sessions.OpenAsync(context.Owner, grab.School, ct) is not { } session)
        {
            return "No session is kept for this school: send the command again with one.";
        }

        if (!await venue.Clock.EnsureFineAsync(venue.Options.OffsetWanted, s_offsetAge, ct))
        {
            return "The venue does not answer: its clock can't be learned.";
        }

        await catalogue.LookUpAsync(grab.School, ct);
        foreach (int room in Rooms(grab))
        {
            await context.RequestAsync(venue.Target.Options.Name, ct);
            VenuePage page = await venue.Venue.OpenPageAsync(session, room, grab.Mode, ct);
            if (page.Answer is { } answer)
            {
                return $"Room {room}: {Wire.CodeOf(answer.Code)} - {answer.Text}";
            }

            foreach (Candidate named in grab.Candidates.Where(c => c.Room == room && c.Seat > 0))
            {
                if (!page.Room!.Seats.Any(s => s.Number == named.Seat))
                {
                    return $"Room {room} has no seat {named.Seat} any more.";
                }
            }
        }

        return null;
    }

    private IEnumerable<int> Rooms(GrabPayload grab)
    {
        int[] named = [.. grab.Candidates.Where(c => c.Room > 0).Select(c => c.Room).Distinct()];
        return named.Length > 0 ? named : catalogue.Rooms(grab.School).Select(r => r.Id).Take(1);
    }
}
