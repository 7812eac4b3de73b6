namespace Kairos.Playground.Venue;

/// <summary>What an instant belongs to: the opening that is running, or else the next one.</summary>
/// <param name="OpensAt">The opening instant, a whole second of the venue's clock.</param>
/// <param name="IsOpen">Whether seats for the next day are given out.</param>
/// <param name="Day">The day that its seats are for: the one after the opening, in local time.</param>
internal readonly record struct OpeningRound(DateTimeOffset OpensAt, bool IsOpen, DateOnly Day);

/// <summary>When the venue gives out the seats of the next day: daily at one local time, from a first opening on.</summary>
/// <remarks>A round lasts from its opening until local midnight, but at least an hour, so a rehearsal may begin at any time.</remarks>
/// <threadsafety>Safe for any number of threads.</threadsafety>
internal sealed class Opening(DateTimeOffset? first)
{
    private static readonly TimeSpan s_shortestRound = TimeSpan.FromHours(1);
    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.FindSystemTimeZoneById(ZoneId);

    private volatile Plan _plan = first is { } instant ? Plan.From(instant) : new Plan(new TimeOnly(20, 10), null);

    public const string ZoneId = "Asia/Shanghai";

    /// <summary>The local time of every opening.</summary>
    public TimeOnly Daily => _plan.Daily;

    public static DateTimeOffset ToLocal(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, s_zone);

    /// <summary>Moves the opening: nothing opens before the instant, and from it on daily at its local time.</summary>
    /// <returns>The opening: the instant, rounded up to a whole second.</returns>
    public DateTimeOffset MoveTo(DateTimeOffset instant)
    {
        var plan = Plan.From(instant);
        _plan = plan;
        return plan.First!.Value;
    }

    public OpeningRound RoundAt(DateTimeOffset now)
    {
        var plan = _plan;
        if (plan.First is { } first && now < first)
        {
            return new OpeningRound(first, false, LocalDay(first).AddDays(1));
        }

        var today = LocalDay(now);
        var opening = At(today, plan.Daily);
        if (now >= opening)
        {
            return new OpeningRound(opening, true, today.AddDays(1));
        }

        var before = At(today.AddDays(-1), plan.Daily);
        var lasting = now < before + s_shortestRound && !(before < plan.First);
        return lasting ? new OpeningRound(before, true, today) : new OpeningRound(opening, false, today.AddDays(1));
    }

    /// <summary>The day that a reservation made now is for.</summary>
    public DateOnly DayOf(VenueMode mode, DateTimeOffset now) =>
        mode == VenueMode.Today ? LocalDay(now) : RoundAt(now).Day;

    private static DateOnly LocalDay(DateTimeOffset instant) => DateOnly.FromDateTime(ToLocal(instant).DateTime);

    private static DateTimeOffset At(DateOnly day, TimeOnly local)
    {
        var moment = day.ToDateTime(local);
        return new DateTimeOffset(moment, s_zone.GetUtcOffset(moment)).ToUniversalTime();
    }

    private sealed record Plan(TimeOnly Daily, DateTimeOffset? First)
    {
        public static Plan From(DateTimeOffset instant)
        {
            var first = VenueClock.RoundUpToSecond(instant.ToUniversalTime());
            return new Plan(TimeOnly.FromDateTime(ToLocal(first).DateTime), first);
        }
    }
}
