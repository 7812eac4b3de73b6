using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>A mapping's installation in its database, as the desk asks for it.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class DatabaseInstaller(StateDatabase database, StateMapping mapping, TimeProvider time) : IInstaller
{
    private readonly Installer _installer = new(database.Source, database.Kind, mapping, time);

    public async ValueTask<IReadOnlyList<SchemaFinding>> CheckAsync(CancellationToken ct) =>
        await SchemaCheck.RunAsync(database.Source, database.Kind, mapping, ct);

    public async ValueTask<IReadOnlyList<InstallStep>> PlanAsync(CancellationToken ct) =>
        (await InstallPlan.ReadAsync(database.Source, database.Kind, mapping, ct)).Steps;

    public async ValueTask<IReadOnlyList<InstallStep>> ApplyAsync(CancellationToken ct)
    {
        _ = await _installer.ApplyAsync(progress: null, ct);
        return await PlanAsync(ct);
    }

    public async ValueTask<IReadOnlyList<InstallStep>> RemoveAsync(CancellationToken ct) =>
        [.. (await _installer.RemoveAsync(progress: null, ct)).Select(static step => step with { IsDone = true })];
}
