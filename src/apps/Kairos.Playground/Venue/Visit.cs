namespace Kairos.Playground.Venue;

/// <summary>One request as the venue saw it. Filled in while it is handled, unchanged after it was put on record.</summary>
internal sealed class Visit
{
    /// <summary>Counts arrivals from 1.</summary>
    public required long Seq { get; init; }

    /// <summary>When it arrived, by the venue's clock.</summary>
    public required DateTimeOffset Arrival { get; init; }

    /// <summary>The opening that ran, or else was next, when it arrived.</summary>
    public required DateTimeOffset OpensAt { get; init; }

    /// <summary>What was asked for: reserve, page, room, school, clock, mine, release, hold, html or other.</summary>
    public required string Route { get; init; }

    public string? Student { get; set; }

    public bool Rival { get; set; }

    public int? Room { get; set; }

    public int? Seat { get; set; }

    public VenueMode? Mode { get; set; }

    /// <summary>The day that a booking was made or given back for.</summary>
    public DateOnly? Day { get; set; }

    /// <summary>What was answered; null where the answer has no code, and where the request was lost before it was handled.</summary>
    public Answer? Answer { get; set; }

    /// <summary>What befell the request on its way, if anything did.</summary>
    public string? Fault { get; set; }

    /// <summary>Microseconds after the opening, negative before it.</summary>
    public long SinceOpening => (Arrival - OpensAt).Ticks / TimeSpan.TicksPerMicrosecond;

    public void Is(Student student)
    {
        Student = student.Name;
        Rival = student.Rival;
    }

    public void Concerns(SeatDay place)
    {
        (Room, Seat, Mode, Day) = (place.Room, place.Seat, place.Mode, place.Day);
    }
}

/// <summary>The names of what can be asked for.</summary>
internal static class Routes
{
    public const string Clock = "clock";
    public const string School = "school";
    public const string Room = "room";
    public const string Page = "page";
    public const string Reserve = "reserve";
    public const string Mine = "mine";
    public const string Release = "release";
    public const string Hold = "hold";
    public const string Html = "html";
    public const string Other = "other";
}
