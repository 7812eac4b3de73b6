using Kairos.StateSchedules.Schema;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tables;
using Kairos.Time;

namespace Kairos.StateSchedules.Desk;

/// <summary>Puts mappings to work and takes them from it; tells how they stand.</summary>
internal sealed class MappingDesk(StandingBook book, TickAccord accord, TickDesk ticks, PassDesk passes, EngineClock clock)
{
    internal async ValueTask<MappingView> StatusAsync(MappedTable unit, CancellationToken ct)
    {
        Standing standing = await book.Store.ReadAsync(unit.Name, ct);
        (Instant? oldest, string? fault) = (null, null);
        try
        {
            // Users write -infinity to have a row looked at: no calendar has that.
            oldest = await unit.Table.OldestChangeAsync(unit.Mapping.Shards, ct) is { } found ? new Instant(Math.Clamp(found.Micros, Instant.Min.Micros, Instant.Max.Micros)) : null;
        }
        catch (StateTableException e)
        {
            // How it stands is told all the same, and this with it.
            fault = e.Message;
        }

        TimeSpan lag = oldest is { } due && due < clock.Now ? clock.Now - due : TimeSpan.Zero;
        return new MappingView
        {
            Name = unit.Name,
            Table = unit.Mapping.Table,
            Zone = unit.Mapping.Zone,
            Every = unit.Mapping.Every,
            Slices = unit.Mapping.Slices,
            IsEnabled = standing.IsEnabled,
            Settings = new SettingsView(standing.Settings, standing.Revision),
            OldestChange = oldest?.ToDateTimeOffset(),
            Lag = fault is null ? lag : null,
            Fault = fault,
            LastTick = (await ticks.LastAsync(unit, 1, ct)).Ticks is [var last, ..] ? last : null,
            Pass = await passes.FindLastAsync(unit.Name, ct),
        };
    }

    internal async ValueTask<bool> IsEnabledAsync(MappedTable unit, CancellationToken ct) => (await book.Store.ReadAsync(unit.Name, ct)).IsEnabled;

    internal static async ValueTask<InstallView> PlanAsync(MappedTable unit, CancellationToken ct)
    {
        IReadOnlyList<SchemaFinding> findings = await unit.Installer.CheckAsync(ct);
        try
        {
            return new InstallView([.. await unit.Installer.PlanAsync(ct)], [.. findings]);
        }
        catch (StateTableException e) when (!e.IsTransient && findings.Any(IsError))
        {
            // Of tables that are not there no step can be planned; the findings say so.
            return new InstallView([], [.. findings]);
        }
    }

    internal async ValueTask<StateAnswer<InstallView>> ApplyAsync(MappedTable unit, CancellationToken ct)
    {
        IReadOnlyList<SchemaFinding> findings = await unit.Installer.CheckAsync(ct);
        if (findings.Any(IsError))
        {
            return StateAnswer<InstallView>.Refused(DoesNotFit(unit, findings));
        }

        await unit.Installer.ApplyAsync(ct);
        return await EnableAsync(unit, ct) is { } refusal ? StateAnswer<InstallView>.Refused(refusal) : StateAnswer<InstallView>.Of(await PlanAsync(unit, ct));
    }

    /// <summary>Ends ticks and passes, then takes away what was installed.</summary>
    internal async ValueTask<StateAnswer<InstallView>> RemoveAsync(MappedTable unit, CancellationToken ct)
    {
        if (await PlanAsync(unit, ct) is { Steps.IsEmpty: true } plan)
        {
            return StateAnswer<InstallView>.Refused(DoesNotFit(unit, plan.Findings));
        }

        await PauseAsync(unit, ct);
        await passes.CancelOpenAsync(unit.Name, ct);
        return StateAnswer<InstallView>.Of(new InstallView([.. await unit.Installer.RemoveAsync(ct)], []));
    }

    internal ValueTask PauseAsync(MappedTable unit, CancellationToken ct) => accord.SetAsync(unit, enabled: false, ct);

    /// <summary>What keeps it from work: it does not fit its tables, or is not installed; null when nothing does.</summary>
    internal static async ValueTask<StateRefusal?> MissingAsync(MappedTable unit, CancellationToken ct)
    {
        InstallView plan = await PlanAsync(unit, ct);
        return plan.Steps.IsEmpty ? DoesNotFit(unit, plan.Findings)
            : plan.Steps.FirstOrDefault(static step => !step.IsDone) is { } missing
            ? new StateRefusal(StateRefusalCode.NotInstalled, $"The mapping '{unit.Name}' is not installed in its database: missing is \"{missing.Title}\". Apply it (`kairos states apply {unit.Name}`).")
            : null;
    }

    /// <summary>Lets its ticks run, if it is installed.</summary>
    internal async ValueTask<StateRefusal?> EnableAsync(MappedTable unit, CancellationToken ct)
    {
        if (await MissingAsync(unit, ct) is { } missing)
        {
            return missing;
        }

        if (unit.Mapping.Slices > 1)
        {
            // By where the keys are now: they may have grown since.
            await new Cutter(book).CutAsync(unit, await book.Store.ReadAsync(unit.Name, ct), ct);
        }

        await accord.SetAsync(unit, enabled: true, ct);
        return null;
    }

    internal async ValueTask<SettingsView> SettingsAsync(MappedTable unit, CancellationToken ct)
    {
        Standing standing = await book.Store.ReadAsync(unit.Name, ct);
        return new SettingsView(standing.Settings, standing.Revision);
    }

    internal async ValueTask<StateAnswer<SettingsView>> SetAsync(MappedTable unit, StateSettings settings, long? revision, CancellationToken ct)
    {
        if (settings.Fault() is { } fault)
        {
            return StateAnswer<SettingsView>.Refused(StateRefusalCode.Invalid, fault);
        }

        bool set = await book.Store.TrySetAsync(unit.Name, settings, revision, ct);
        book.Forget(unit.Name);
        return set
            ? StateAnswer<SettingsView>.Of(await SettingsAsync(unit, ct))
            : StateAnswer<SettingsView>.Refused(StateRefusalCode.Conflict, $"The settings of '{unit.Name}' have been changed since revision {revision}: read them again, and send yours with the revision that stands.");
    }

    private static bool IsError(SchemaFinding finding) => finding.Severity == FindingSeverity.Error;

    private static StateRefusal DoesNotFit(MappedTable unit, IReadOnlyList<SchemaFinding> findings) => new(
        StateRefusalCode.DoesNotFit,
        $"The mapping '{unit.Name}' does not fit its tables, and nothing was changed: mend what the findings name, or correct the mapping, and look again with plan.")
    {
        Findings = [.. findings.Where(IsError)],
    };
}
