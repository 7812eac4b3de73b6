using System.Collections.Immutable;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tables;
using Kairos.Time;
using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Desk;

/// <summary>Answers for single rows, and how many will change.</summary>
internal sealed class RowDesk(EngineClock clock)
{
    private const int ForecastSteps = 48;

    // A grid changes 672 times a week at most, and behind a start and an end nothing is but a week.
    private const int MostChanges = 2_000;

    private static readonly TimeSpan s_halfHour = TimeSpan.FromMinutes(30);

    // Clocks differ a little; what is said of a later time is a slip.
    private static readonly TimeSpan s_ahead = TimeSpan.FromMinutes(1);

    internal async ValueTask<StateAnswer<RowWhy>> WhyAsync(MappedTable unit, long key, CancellationToken ct)
    {
        RowBatch row = new(1);
        await unit.Table.FindAsync(key, row, ct);
        return row.Count == 1 ? StateAnswer<RowWhy>.Of(WhyOf(unit, row, clock.Now)) : Unknown(unit, key);
    }

    internal async ValueTask<StateAnswer<RowWhy>> EditAsync(MappedTable unit, long key, ScheduleEdit edit, long? version, CancellationToken ct)
    {
        StateEdit change = edit.ToEdit();
        return (edit.Fault() ?? change.Fault(unit.Mapping)) is { } fault
            ? Invalid(fault)
            : await AfterAsync(unit, key, await unit.Table.EditAsync(key, change, version, new RowBatch(1), batch => unit.Rules.Evaluate(batch, clock.Now, BudgetRelease.Later), ct), edit.Grid, ct);
    }

    /// <param name="unit">The mapping.</param>
    /// <param name="key">The row.</param>
    /// <param name="at">When its budget was used up; null for now.</param>
    /// <param name="ct">Gives up.</param>
    internal async ValueTask<StateAnswer<RowWhy>> ExhaustedAsync(MappedTable unit, long key, Instant? at, CancellationToken ct)
    {
        if (unit.Mapping.Bits.BudgetExhausted == 0)
        {
            return Invalid($"The mapping '{unit.Name}' has no bit for an exhausted budget: name one under bits.budgetExhausted.");
        }

        Instant now = clock.Now;
        if (at > now + s_ahead)
        {
            return Invalid($"The budget can't have been used up at {at}, which is still to come: it is {now}. Give the instant at which it was, or leave it out for now.");
        }

        if (MidnightSince(unit, at ?? now, now) is not null && await IsExhaustedAsync(unit, key, ct))
        {
            // Reported meanwhile, or this very report once before: one of a day that has ended says nothing more.
            return await WhyAsync(unit, key, ct);
        }

        EditOutcome outcome = await unit.Table.ExhaustAsync(key, new RowBatch(1), batch =>
        {
            Instant then = clock.Now;
            if (MidnightSince(unit, at ?? then, then) is { } midnight)
            {
                // Due since that midnight: the next tick asks whether it has released the row.
                batch.NextChange[0] = Math.Min(batch.NextChange[0], midnight.Micros);
            }
            else
            {
                // No midnight before the report releases it.
                batch.Flags[0] |= RowFlags.ReportedExhausted;
            }

            unit.Rules.Evaluate(batch, then, BudgetRelease.Later);
        }, ct);
        return await AfterAsync(unit, key, outcome, grid: null, ct);
    }

    internal async ValueTask<FlipForecast> ForecastAsync(MappedTable unit, CancellationToken ct)
    {
        long halfHour = s_halfHour.Ticks / TimeSpan.TicksPerMicrosecond;
        Instant now = clock.Now;
        Instant from = new(now.Micros - (now.Micros % halfHour));
        long[] rows = await unit.Table.ForecastAsync(from, s_halfHour, ForecastSteps, ct);
        return new FlipForecast([.. rows.Select((count, step) => new ForecastStep((from + (s_halfHour * step)).ToDateTimeOffset(), count))]);
    }

    // The last midnight, where it came after a report.
    private static Instant? MidnightSince(MappedTable unit, Instant report, Instant now) =>
        new GridMoment(unit.Mapping.Zone, now).LastMidnight is var midnight && report < midnight ? midnight : null;

    private static async ValueTask<bool> IsExhaustedAsync(MappedTable unit, long key, CancellationToken ct)
    {
        RowBatch row = new(1);
        await unit.Table.FindAsync(key, row, ct);
        return row.Count == 1 && (row.Status[0] & unit.Mapping.Bits.BudgetExhausted) != 0;
    }

    private static RowWhy WhyOf(MappedTable unit, RowBatch row, Instant now)
    {
        (long status, long nextChange, RowFlags flags) = (row.Status[0], row.NextChange[0], row.Flags[0]);
        unit.Rules.Evaluate(row, now, BudgetRelease.Later);
        StateWord state = StateWords.Of(row.NewStatus[0], flags, unit.Mapping.Bits);
        RowWhy why = new()
        {
            Key = row.Keys[0],

            // Zero without a column is what a database tells that has no versions of its own.
            Version = unit.Mapping.Version is null && row.Versions[0] == 0 ? null : row.Versions[0],
            IsOn = state == StateWord.On,
            State = Name(state),
            Text = (flags & RowFlags.Unreadable) != RowFlags.None ? "Its grid can't be read, or its row of the schedule table is missing: it keeps its state until that is mended." : TextOf(unit, row, state),
            Reasons = ReasonsOf(unit, row.NewStatus[0], flags),
            Start = InstantOf(row.Starts[0]),
            End = InstantOf(row.Ends[0]),
            NextChange = InstantOf(row.NewNextChange[0]),
            StoredState = Name(StateWords.Of(status, flags, unit.Mapping.Bits)),
            StoredStatus = status,
            StoredNextChange = InstantOf(nextChange),
            IsTrue = !row.Differs(0),
            IsDue = nextChange <= now.Micros,
            IsUnreadable = (flags & RowFlags.Unreadable) != RowFlags.None,
        };

        // Last: it goes on in the same row.
        return why with { NextOn = why.IsOn ? null : NextOn(unit, row) };
    }

    private static DateTimeOffset? NextOn(MappedTable unit, RowBatch row)
    {
        for (int change = 0; change < MostChanges; change++)
        {
            StateWord state = StateWords.Of(row.NewStatus[0], row.Flags[0], unit.Mapping.Bits);
            if (state == StateWord.On)
            {
                return InstantOf(row.NextChange[0]);
            }

            // A person's to decide, the budget's, or nobody's any more.
            if (state is StateWord.Paused or StateWord.BudgetExhausted || row.NewNextChange[0] == RowBatch.Never)
            {
                return null;
            }

            (row.Status[0], row.NextChange[0]) = (row.NewStatus[0], row.NewNextChange[0]);
            unit.Rules.Evaluate(row, new Instant(row.NextChange[0]), BudgetRelease.Later);
        }

        return null;
    }

    private static string TextOf(MappedTable unit, RowBatch row, StateWord state) => state switch
    {
        StateWord.Paused => "A person paused it: it is off until that is taken back.",
        StateWord.BudgetExhausted => unit.Mapping.Budget is null
            ? "Its budget is used up, and nothing in the mapping opens it again."
            : $"Its budget is used up: a midnight in {unit.Mapping.Zone} opens it, when its budget allows by then.",
        StateWord.NotStarted => $"It has not started: its start is {new Instant(row.Starts[0])}.",
        StateWord.Ended => $"It has ended: its end was {new Instant(row.Ends[0])}.",
        StateWord.OutsideSlots => $"This half hour in {unit.Mapping.Zone} is none of its slots.",
        _ => "It is on.",
    };

    private static ImmutableArray<string> ReasonsOf(MappedTable unit, long status, RowFlags flags)
    {
        Mapping.StateBits bits = unit.Mapping.Bits;
        (StateWord Word, bool Holds)[] all =
        [
            (StateWord.Paused, (status & bits.Paused) != 0 || (flags & RowFlags.Paused) != RowFlags.None),
            (StateWord.BudgetExhausted, (status & bits.BudgetExhausted) != 0),
            (StateWord.NotStarted, (status & bits.NotStarted) != 0),
            (StateWord.Ended, (status & bits.Ended) != 0),
            (StateWord.OutsideSlots, (status & bits.OutsideSlots) != 0),
        ];
        return [.. all.Where(static reason => reason.Holds).Select(static reason => Name(reason.Word))];
    }

    private static string Name(StateWord word) => StateWords.Names[(int)word];

    private static DateTimeOffset? InstantOf(long micros) =>
        micros <= Instant.Min.Micros || micros > Instant.Max.Micros ? null : new Instant(micros).ToDateTimeOffset();

    private async ValueTask<StateAnswer<RowWhy>> AfterAsync(MappedTable unit, long key, EditOutcome outcome, string? grid, CancellationToken ct) => outcome switch
    {
        EditOutcome.Written => await WhyAsync(unit, key, ct),
        EditOutcome.NotFound => Unknown(unit, key),
        EditOutcome.Moved => await MovedAsync(unit, key, ct),
        EditOutcome.NoSchedule => Invalid($"Row {key} of '{unit.Name}' has no row in {unit.Mapping.Schedule.Table ?? unit.Mapping.Table} to keep its schedule: add one first."),
        EditOutcome.Unreadable => Invalid(GridWords.WhyUnreadable(unit.Mapping, grid)),
        _ => Invalid($"A column of '{unit.Name}' can't hold the instant: it keeps dates, or local times of {unit.Mapping.Zone} in which this one comes twice. Give one that it can hold."),
    };

    private async ValueTask<StateAnswer<RowWhy>> MovedAsync(MappedTable unit, long key, CancellationToken ct)
    {
        StateAnswer<RowWhy> now = await WhyAsync(unit, key, ct);
        return now.Value switch
        {
            null => now,
            { Version: { } version } => StateAnswer<RowWhy>.Refused(StateRefusalCode.Conflict, $"Row {key} of '{unit.Name}' has been changed since, and has version {version} now: read it again, and send the edit with the version that stands."),
            _ => Invalid($"Rows of '{unit.Name}' have no version: name a column for it in the mapping, or send the edit without one."),
        };
    }

    private static StateAnswer<RowWhy> Invalid(string message) => StateAnswer<RowWhy>.Refused(StateRefusalCode.Invalid, message);

    private static StateAnswer<RowWhy> Unknown(MappedTable unit, long key) =>
        StateAnswer<RowWhy>.Refused(StateRefusalCode.UnknownRow, $"The mapping '{unit.Name}' has no row of key {key}: look at its filter, and at the column {unit.Mapping.Key} of {unit.Mapping.Table}.");
}
