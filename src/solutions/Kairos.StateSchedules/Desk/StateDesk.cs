using Kairos.StateSchedules.Passes;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tables;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.StateSchedules.Desk;

/// <summary>What is asked of state schedules: how they stand, why a row is off, and to work on a table or to leave it. Mappings are named; no request carries SQL.</summary>
/// <remarks>
/// Every call may fail with <see cref="StoreUnavailableException"/> (the store of the jobs) and, where the user's table is asked,
/// with <see cref="StateTableException"/>; both messages name the remedy.
/// </remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class StateDesk
{
    private readonly StateSet _set;
    private readonly MappingDesk _mappings;
    private readonly TickDesk _ticks;
    private readonly PassDesk _passes;
    private readonly RowDesk _rows;

    internal StateDesk(StateSet set, MappingDesk mappings, TickDesk ticks, PassDesk passes, RowDesk rows) =>
        (_set, _mappings, _ticks, _passes, _rows) = (set, mappings, ticks, passes, rows);

    /// <summary>How all mappings of this server stand.</summary>
    public async ValueTask<MappingList> StatusAsync(CancellationToken ct) =>

        // At once: a database that is away is waited for, and the others need not be behind it. On threads of their own, for the driver of
        // SQLite does its waiting before it gives a task.
        new([.. await Task.WhenAll(_set.All.Select(unit => Task.Run(() => _mappings.StatusAsync(unit, ct).AsTask(), ct)))]);

    /// <summary>How one mapping stands.</summary>
    public ValueTask<StateAnswer<MappingView>> StatusAsync(string mapping, CancellationToken ct) =>
        OfAsync(mapping, async unit => StateAnswer<MappingView>.Of(await _mappings.StatusAsync(unit, ct)));

    /// <summary>The last ticks, the newest first.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="count">How many, 1 to 200.</param>
    /// <param name="ct">Gives up.</param>
    public ValueTask<StateAnswer<TickList>> TicksAsync(string mapping, int count, CancellationToken ct) => OfAsync(mapping, async unit => count is < 1 or > TickDesk.MostTicks
        ? StateAnswer<TickList>.Refused(StateRefusalCode.Invalid, $"{count} ticks can't be shown: ask for 1 to {TickDesk.MostTicks}.")
        : StateAnswer<TickList>.Of(await _ticks.LastAsync(unit, count, ct)));

    /// <summary>Asks for a tick now, beside the regular ones.</summary>
    public ValueTask<StateAnswer<TickAsked>> TickNowAsync(string mapping, CancellationToken ct) => OfAsync(mapping, async unit => await _mappings.IsEnabledAsync(unit, ct)
        ? StateAnswer<TickAsked>.Of(await _ticks.NowAsync(unit, ct))
        : StateAnswer<TickAsked>.Refused(StateRefusalCode.NotEnabled, $"The mapping '{mapping}' is not enabled: apply it, or let it go on."));

    /// <summary>Begins to fill the state of all rows.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="rowsPerSecond">The most rows a second, of all slices together; null takes the mapping's setting.</param>
    /// <param name="ct">Gives up; the pass may have begun all the same.</param>
    public ValueTask<StateAnswer<PassView>> StartBackfillAsync(string mapping, int? rowsPerSecond, CancellationToken ct) =>
        OfAsync(mapping, unit => _passes.StartAsync(unit, PassKind.Backfill, rowsPerSecond, ct));

    /// <summary>Begins to look at all rows and to mend what is wrong.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="rowsPerSecond">The most rows a second, of all slices together; null takes the mapping's setting.</param>
    /// <param name="ct">Gives up; the pass may have begun all the same.</param>
    public ValueTask<StateAnswer<PassView>> StartRepairAsync(string mapping, int? rowsPerSecond, CancellationToken ct) =>
        OfAsync(mapping, unit => _passes.StartAsync(unit, PassKind.Repair, rowsPerSecond, ct));

    /// <summary>Where a pass is.</summary>
    public ValueTask<StateAnswer<PassView>> PassAsync(string id, CancellationToken ct) => _passes.FindAsync(id, ct);

    /// <summary>Ends a pass: a batch that has begun ends, no other begins.</summary>
    public ValueTask<StateAnswer<PassView>> CancelPassAsync(string id, CancellationToken ct) => _passes.CancelAsync(id, ct);

    /// <summary>Why a row is on or off.</summary>
    public ValueTask<StateAnswer<RowWhy>> WhyAsync(string mapping, long key, CancellationToken ct) => OfAsync(mapping, unit => _rows.WhyAsync(unit, key, ct));

    /// <summary>How many rows change in each of the next 48 half hours.</summary>
    public ValueTask<StateAnswer<FlipForecast>> ForecastAsync(string mapping, CancellationToken ct) =>
        OfAsync(mapping, async unit => StateAnswer<FlipForecast>.Of(await _rows.ForecastAsync(unit, ct)));

    /// <summary>Changes a row's schedule, and its state with it.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="key">The row.</param>
    /// <param name="edit">What changes.</param>
    /// <param name="version">The version that is meant: another one is a conflict. Null changes whichever stands.</param>
    /// <param name="ct">Gives up.</param>
    public ValueTask<StateAnswer<RowWhy>> EditAsync(string mapping, long key, ScheduleEdit edit, long? version, CancellationToken ct) =>
        OfAsync(mapping, unit => _rows.EditAsync(unit, key, edit, version, ct));

    /// <summary>Takes in that a row's budget is used up.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="key">The row.</param>
    /// <param name="at">When it was; null for now. Where a midnight has gone by since, the next tick asks whether the budget is open again.</param>
    /// <param name="ct">Gives up.</param>
    public ValueTask<StateAnswer<RowWhy>> ExhaustedAsync(string mapping, long key, DateTimeOffset? at, CancellationToken ct) =>
        OfAsync(mapping, unit => _rows.ExhaustedAsync(unit, key, at is { } instant ? Instant.From(instant) : null, ct));

    /// <summary>How a mapping's work is done.</summary>
    public ValueTask<StateAnswer<SettingsView>> SettingsAsync(string mapping, CancellationToken ct) =>
        OfAsync(mapping, async unit => StateAnswer<SettingsView>.Of(await _mappings.SettingsAsync(unit, ct)));

    /// <summary>Changes how a mapping's work is done: heeded within a second, by what runs too.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="settings">All of them.</param>
    /// <param name="revision">The revision that is meant: another one is a conflict. Null changes whichever stands.</param>
    /// <param name="ct">Gives up.</param>
    public ValueTask<StateAnswer<SettingsView>> SetAsync(string mapping, StateSettings settings, long? revision, CancellationToken ct) =>
        OfAsync(mapping, unit => _mappings.SetAsync(unit, settings, revision, ct));

    /// <summary>What an installation would do. Changes nothing.</summary>
    public ValueTask<StateAnswer<InstallView>> PlanAsync(string mapping, CancellationToken ct) =>
        OfAsync(mapping, async unit => StateAnswer<InstallView>.Of(await MappingDesk.PlanAsync(unit, ct)));

    /// <summary>Installs a mapping, and lets its ticks run.</summary>
    public ValueTask<StateAnswer<InstallView>> ApplyAsync(string mapping, CancellationToken ct) => OfAsync(mapping, unit => _mappings.ApplyAsync(unit, ct));

    /// <summary>Ends a mapping's ticks and passes, and takes away what was installed.</summary>
    public ValueTask<StateAnswer<InstallView>> RemoveAsync(string mapping, CancellationToken ct) =>
        OfAsync(mapping, unit => _mappings.RemoveAsync(unit, ct));

    /// <summary>Ends a mapping's ticks; what is installed stays, and what is due stays due.</summary>
    public ValueTask<StateAnswer<MappingView>> PauseAsync(string mapping, CancellationToken ct) => OfAsync(mapping, async unit =>
    {
        await _mappings.PauseAsync(unit, ct);
        return StateAnswer<MappingView>.Of(await _mappings.StatusAsync(unit, ct));
    });

    /// <summary>Lets a mapping's ticks run again.</summary>
    public ValueTask<StateAnswer<MappingView>> ResumeAsync(string mapping, CancellationToken ct) => OfAsync(mapping, async unit =>
        await _mappings.EnableAsync(unit, ct) is { } refusal
            ? StateAnswer<MappingView>.Refused(refusal)
            : StateAnswer<MappingView>.Of(await _mappings.StatusAsync(unit, ct)));

    private async ValueTask<StateAnswer<T>> OfAsync<T>(string mapping, Func<MappedTable, ValueTask<StateAnswer<T>>> ask)
        where T : class
    {
        return _set.Find(mapping) is { } unit
            ? await ask(unit)
            : StateAnswer<T>.Refused(StateRefusalCode.UnknownMapping, $"This server knows no mapping '{mapping}': it knows {string.Join(", ", _set.All.Select(static known => known.Name).DefaultIfEmpty("none"))}.");
    }
}
