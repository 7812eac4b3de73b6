using System.Collections.Immutable;
using Kairos.Handlers;
using Kairos.Seats.Commands;
using Kairos.Seats.Venues;
using Kairos.Targets;
using Kairos.Time;

namespace Kairos.Seats.Grabs;

/// <summary>Gathers what happens in one grab. One object a run: users' tries never mix.</summary>
internal sealed class GrabRecord(GrabPayload payload, Target target, Instant opens)
{
    private readonly List<TryNote> _tries = [];

    internal string School => payload.School;

    internal Instant Opens => opens;

    internal GatePass? Pass { get; set; }

    internal OffsetInterval? Offset { get; set; }

    internal IReadOnlyList<TryNote> Tries => _tries;

    internal void Add(int candidate, RoomSeat seat, Instant sent, TimeSpan took, VenueAnswer answer)
    {
        // The clock as known at the opening serves all tries of a run, so that they can be compared.
        Instant shown = sent + TimeSpan.FromMicroseconds(Offset?.LowMicros ?? target.Clock.Offset?.LowMicros ?? 0);
        _tries.Add(new TryNote(
            candidate, seat.Room, seat.Seat, shown.ToDateTimeOffset(), (shown - opens).TotalMilliseconds, took.TotalMilliseconds, answer.Code, answer.Text));
    }

    internal GrabNotes Notes(string outcome, RoomSeat? booked) => new()
    {
        School = payload.School,
        Submitted = payload.Submitted,
        OpensAt = payload.OpensAt,
        Outcome = outcome,
        Booked = booked,
        Tries = [.. _tries],
        LatenessMs = Pass?.Lateness.TotalMilliseconds,
        BudgetWaitMs = Pass?.BudgetWait.TotalMilliseconds,
        OffsetLowMs = Offset?.LowMicros / 1_000.0,
        OffsetHighMs = Offset?.HighMicros / 1_000.0,
    };
}

/// <summary>How a grab ended.</summary>
internal sealed record Ending(string Code, string Text, RoomSeat? Booked = null);
