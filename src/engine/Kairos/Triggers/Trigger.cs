using Kairos.Time;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Cron;
using Kairos.Triggers.Rules;
using Kairos.Triggers.Zones;

namespace Kairos.Triggers;

/// <summary>The rule that yields the due instants of a job, with what is composed onto it. Data: it is stored, compared, printed and asked.</summary>
/// <remarks>All arithmetic is exact to the microsecond. Instants are on the store's clock. docs/TRIGGERS.md has the text form.</remarks>
/// <threadsafety>Immutable.</threadsafety>
public abstract record Trigger
{
    // An occurrence and an opening by turns, each later than the last: of days, 27 years. What has not met by then is held
    // never to: to find that out takes some 10 ms, of the thread that commits the ends of runs too.
    private const int MostOpenings = 10_000;

    // What is kept away from is read from the store over so much, again and again.
    private static readonly TimeSpan s_mostQuiet = TimeSpan.FromDays(1);

    // What is beyond is counted as so many or more.
    private const int MostPassed = 1_000_000;

    private protected Trigger()
    {
    }

    /// <summary>The IANA zone of its local times: those of the rule, its window and its calendar.</summary>
    /// <exception cref="ArgumentException">This machine's zone data does not know it.</exception>
    public string Zone
    {
        get;
        init
        {
            Offsets = ZoneOffsets.Of(value);
            field = value;
        }
    }
    = "UTC";

    /// <summary>What is composed onto the rule.</summary>
    public TriggerConditions Conditions { get; init => field = value == TriggerConditions.None ? TriggerConditions.None : value; } = TriggerConditions.None;

    /// <summary>What jitter, <c>H</c> and the delays of polls are drawn from. Null until the job is submitted.</summary>
    public long? Seed { get; private protected init; }

    internal ZoneOffsets Offsets { get; private init; } = ZoneOffsets.Utc;

    /// <summary>Something in it is drawn by chance, and there is nothing yet to draw it from: it can't be asked.</summary>
    public virtual bool NeedsSeed => Conditions.Jitter > TimeSpan.Zero && Seed is null;

    /// <summary>Due once, at the given instant; in the past means at once.</summary>
    public static Trigger At(DateTimeOffset instant) => new AtTrigger(Instant.From(instant));

    /// <summary>Due at anchor + k x period, without drift; the anchor itself is the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is shorter than a millisecond.</exception>
    public static Trigger Every(TimeSpan period, DateTimeOffset anchor) => new EveryTrigger(period, Instant.From(anchor));

    /// <summary>Due at local times of the day, on all or the given weekdays, in an IANA zone.</summary>
    /// <exception cref="ArgumentException">No time was given, or the zone is unknown here.</exception>
    public static Trigger Daily(string zone, params ReadOnlySpan<TimeOnly> times) =>
        new DailyTrigger(zone, [.. times], Weekdays.All);

    /// <summary>Due where a cron expression matches in an IANA zone.</summary>
    /// <exception cref="TriggerFormatException">It is no cron expression; the message names the allowed values.</exception>
    /// <exception cref="ArgumentException">The zone is unknown here.</exception>
    public static Trigger Cron(string expression, string zone = "UTC") => new CronTrigger(CronExpression.Parse(expression)) { Zone = zone };

    /// <summary>Reads a trigger in its text form, or in its stored form, which begins with a brace.</summary>
    /// <exception cref="TriggerFormatException">It is neither; the fault says where and what is expected.</exception>
    public static Trigger Parse(string text) => text.AsSpan().TrimStart().StartsWith("{") ? TriggerJson.Read(text) : TriggerText.Parse(text);

    /// <summary>The first due instant strictly after <paramref name="after"/>; null when there is none.</summary>
    public Instant? Next(Instant after) => Next(TriggerState.After(after));

    /// <summary>The due instant that follows; null when there is none.</summary>
    public virtual Instant? Next(in TriggerState state)
    {
        TriggerConditions conditions = Conditions;
        if (ReferenceEquals(conditions, TriggerConditions.None))
        {
            // Most triggers: to ask each condition would take a fifth of the time of a simple cron expression.
            return NextOfRule(state.Due) is { } only && only < Instant.Max ? only : null;
        }

        if (state.Ran >= conditions.MaxRuns)
        {
            return null;
        }

        Instant after = conditions.Start is { } start && start > state.Due ? new Instant(start.Micros - 1) : state.Due;
        if (NextOfRule(after) is not { } due)
        {
            return null;
        }

        return conditions.Openings is { } openings ? NextOpen(openings, due)
            : due < Over ? due
            : null;
    }

    /// <summary>The planned start of an occurrence: the due instant and its jitter.</summary>
    /// <exception cref="InvalidOperationException">There is jitter, and no seed.</exception>
    public Instant StartOf(Instant due)
    {
        if (Conditions.Jitter <= TimeSpan.Zero)
        {
            return due;
        }

        long seed = Seed ?? throw new InvalidOperationException("Jitter is drawn from a seed: submit the trigger, or give one.");
        long most = Conditions.Jitter.Ticks / TimeSpan.TicksPerMicrosecond;
        if (NextOfRule(due) is { } next)
        {
            most = Math.Min(most, next.Micros - due.Micros);
        }

        if (Conditions.Openings is { } openings)
        {
            long local = Offsets.ToLocal(due.Micros);
            most = Math.Min(most, openings.Closes(local) - local);
        }

        most = Math.Min(most, Over.Micros - due.Micros);
        Instant start = new(due.Micros + (most > 0 ? Mixing.Below(most, seed, due.Micros) : 0));

        // An offset that changes between the two may have closed the window before its time.
        return IsOpen(start) ? start : due;
    }

    /// <summary>Where quiet spans move a planned start to; null when it is then outside of its window or at its end, and so dropped.</summary>
    /// <param name="at">The planned start, jitter included.</param>
    /// <param name="quiet">The spans of its quiet rule.</param>
    public Instant? Settled(Instant at, QuietSpans quiet)
    {
        Instant? settled = at;
        while (settled is { } start && quiet.At(start) is { } span)
        {
            settled = Reopened(span.Until) is { } opened && opened < Over ? opened : null;
        }

        return settled;
    }

    /// <summary>Whether its window and calendar are open at an instant.</summary>
    public bool IsOpen(Instant instant)
    {
        if (Conditions.Openings is not { } openings)
        {
            return true;
        }

        long local = Offsets.ToLocal(instant.Micros);
        return openings.AtOrAfter(local) == local;
    }

    /// <summary>The first instant at or after the given one at which its window and calendar are open; null when there is none.</summary>
    internal Instant? OpenFrom(Instant instant) => Conditions.Openings is { } openings ? LocalWalk.Inside(Offsets, openings, instant) : instant;

    /// <summary>From when on nothing is due or starts any more.</summary>
    internal virtual Instant Over => Conditions.End ?? Instant.Max;

    /// <summary>Where an occurrence goes whose planned start was moved: it stays where that is open, else it is dropped.</summary>
    internal virtual Instant? Reopened(Instant start) => IsOpen(start) ? start : null;

    /// <summary>The first due instant of the rule alone, strictly after <paramref name="after"/>.</summary>
    internal abstract Instant? NextOfRule(Instant after);

    /// <summary>The same trigger with the seed that was stored with it.</summary>
    internal virtual Trigger Seeded(long? seed) => this with { Seed = seed };

    /// <summary>The same trigger with what it may leave open, as a submit supplies it.</summary>
    /// <param name="seed">What is drawn by chance is a function of it; taken where there is none.</param>
    /// <param name="now">From when it counts, where nothing says so.</param>
    public virtual Trigger Bound(long seed, Instant now) => NeedsSeed ? Seeded(seed) : this;

    /// <summary>The due instant of a job submitted at <paramref name="now"/>: an instant gone by counts as due at once, a repeating rule begins with what comes.</summary>
    internal virtual Instant? First(Instant now) => Next(new Instant(now.Micros - 1));

    /// <summary>What can't be in this composition, with the remedy; null when all is well.</summary>
    internal virtual string? Check()
    {
        TriggerConditions c = Conditions;
        return c.Jitter < TimeSpan.Zero ? "jitter is below zero: give a span such as 30s."
            : c.MaxRuns < 1 ? "max runs is below 1: give the number of occurrences to run."
            : c.End <= c.Start ? "end is not after start: nothing would ever be due."
            : c.Quiet is { } quiet && (quiet.Before < TimeSpan.Zero || quiet.After < TimeSpan.Zero || quiet.Merge < TimeSpan.Zero) ? "quiet has a span below zero: give before, after and merge as in 60s."
            : c.Quiet is { } far && (far.Before > s_mostQuiet || far.After > s_mostQuiet || far.Merge > s_mostQuiet) ? "quiet reaches further than a day: give before, after and merge of 24h at most."
            : c.Quiet is { } many && (many.Kinds.Length > 100 || many.Instants.Length > 1_000) ? "quiet names more than 100 kinds or 1,000 instants: give fewer."
            : c.Quiet is { Kinds.Length: 0, Instants.Length: 0 } ? "quiet names nothing to keep away from: give kinds, or instants."
            : null;
    }

    /// <summary>Goes over the occurrences from the one due at <paramref name="first"/> to the last planned up to <paramref name="until"/>: how many (or more), and the due instant of the last.</summary>
    /// <param name="first">The due instant of an occurrence planned up to then.</param>
    /// <param name="until">Included.</param>
    internal virtual (long Count, Instant Last) Pass(Instant first, Instant until)
    {
        long count = 1;
        Instant last = first;
        while (Next(last) is { } due && StartOf(due) <= until)
        {
            (last, count) = (due, count + 1);
            if (count == MostPassed)
            {
                return (count, until);
            }
        }

        return (count, last);
    }

    private Instant? NextOpen(Openings openings, Instant due)
    {
        for (int i = 0; i < MostOpenings && due < Over; i++)
        {
            if (LocalWalk.Inside(Offsets, openings, due) is not { } opening)
            {
                return null;
            }

            if (opening == due)
            {
                return due;
            }

            if (NextOfRule(new Instant(opening.Micros - 1)) is not { } further)
            {
                return null;
            }

            due = further;
        }

        return null;
    }
}
