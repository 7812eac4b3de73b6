using Kairos.Seats.Commands;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;

namespace Kairos.Seats.Catalogue;

/// <summary>A customer of the venue. The opening is a local time of its zone, by the venue's clock.</summary>
public sealed record School
{
    /// <summary>Abbreviation in lower case, unique.</summary>
    public required string Code { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>IANA zone id.</summary>
    public required string Zone { get; init; }

    /// <summary>The time of the day at which reservation opens.</summary>
    public required TimeOnly OpensAt { get; init; }

    /// <summary>Which day is reserved at the opening.</summary>
    public required SeatMode Mode { get; init; }

    /// <summary>The first opening at or after <paramref name="now"/>; both on the venue's clock.</summary>
    public Instant NextOpening(TimeOnly? at, Instant now) =>
        new DailyTrigger(Zone, [at ?? OpensAt], Weekdays.All).Next(new Instant(now.Micros - 1))
        ?? throw new InvalidOperationException("A daily time always comes again.");
}

/// <summary>A room of a school.</summary>
/// <param name="Id">Unique over all schools.</param>
/// <param name="School">The school's code.</param>
/// <param name="Name">Display name.</param>
/// <param name="Floor">As the venue names it.</param>
/// <param name="SeatCount">Seats on its map.</param>
public sealed record Room(int Id, string School, string Name, string Floor, int SeatCount);
