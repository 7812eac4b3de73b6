using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Kairos.Seats.Commands;
using Kairos.Seats.Venues;

namespace Kairos.Seats.Grabs;

/// <summary>What a grab job carries. The session is not in it: it stands sealed beside the jobs.</summary>
internal sealed record GrabPayload
{
    internal const string Kind = "seats.grab";
    internal const string Key = "grab";

    public required string School { get; init; }

    /// <summary>On the venue's clock.</summary>
    public required DateTimeOffset OpensAt { get; init; }

    /// <summary>On our clock.</summary>
    public required DateTimeOffset Submitted { get; init; }

    public required SeatMode Mode { get; init; }

    public required ImmutableArray<Candidate> Candidates { get; init; }

    public bool FallbackAny { get; init; }
}

/// <summary>What the record of a grab keeps: enough to tell the user exactly what happened.</summary>
public sealed record GrabNotes
{
    /// <summary>Behind the gate its server died: whether a seat was booked can't be told.</summary>
    internal const string Unsettled = "unsettled";

    /// <summary>It did not come to its end; the run's reason says why.</summary>
    internal const string Broken = "broken";

    /// <summary>The school's code; empty where the run left no notes.</summary>
    public required string School { get; init; }

    /// <summary>On our clock; its start where the run left no notes.</summary>
    public required DateTimeOffset Submitted { get; init; }

    /// <summary>On the venue's clock; its due instant, on ours, where the run left no notes.</summary>
    public required DateTimeOffset OpensAt { get; init; }

    /// <summary>
    /// How it ended; <c>unconfirmed</c> is a booking that the read-back did not find, <c>unsettled</c> one of which nothing is
    /// known since its server died, <c>broken</c> a grab that did not come to its end.
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>The seat that is the user's now.</summary>
    public RoomSeat? Booked { get; init; }

    /// <summary>Every try in order.</summary>
    public ImmutableArray<TryNote> Tries { get; init; } = [];

    /// <summary>Milliseconds from the instant at which the first booking was due to go, to its going.</summary>
    public double? LatenessMs { get; init; }

    /// <summary>Milliseconds that the venue's budget held it back.</summary>
    public double? BudgetWaitMs { get; init; }

    /// <summary>Venue minus our clock as known at the opening, milliseconds.</summary>
    public double? OffsetLowMs { get; init; }

    /// <summary>The upper bound.</summary>
    public double? OffsetHighMs { get; init; }
}

/// <summary>One booking request.</summary>
/// <param name="Candidate">Its candidate, from 1; 0 for the fallback.</param>
/// <param name="Room">The room.</param>
/// <param name="Seat">The seat.</param>
/// <param name="Sent">When it went, on the venue's clock (the safe end of what is known of it).</param>
/// <param name="AfterOpeningMs">The same, counted from the opening.</param>
/// <param name="TookMs">Until the answer.</param>
/// <param name="Code">What the answer means.</param>
/// <param name="Text">The venue's words.</param>
public sealed record TryNote(int Candidate, int Room, int Seat, DateTimeOffset Sent, double AfterOpeningMs, double TookMs, VenueCode Code, string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(GrabPayload))]
[JsonSerializable(typeof(GrabNotes))]
internal sealed partial class GrabJson : JsonSerializerContext;
