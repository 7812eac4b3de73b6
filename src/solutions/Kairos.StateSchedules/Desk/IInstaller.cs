using Kairos.StateSchedules.Schema;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Desk;

/// <summary>Puts a mapping's column, index and triggers into the user's database, and takes them away again.</summary>
/// <remarks>Failures of the database come as <see cref="StateTableException"/>.</remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
internal interface IInstaller
{
    /// <summary>Where the tables don't fit the mapping, or could serve it better; what keeps it from working comes first. Changes nothing.</summary>
    ValueTask<IReadOnlyList<SchemaFinding>> CheckAsync(CancellationToken ct);

    /// <summary>The steps of an installation, those that are done among them. Changes nothing.</summary>
    ValueTask<IReadOnlyList<InstallStep>> PlanAsync(CancellationToken ct);

    /// <summary>Runs what is not done.</summary>
    /// <returns>The steps, as they stand then.</returns>
    ValueTask<IReadOnlyList<InstallStep>> ApplyAsync(CancellationToken ct);

    /// <summary>Takes all of it away.</summary>
    /// <returns>The steps of that, all of them done.</returns>
    ValueTask<IReadOnlyList<InstallStep>> RemoveAsync(CancellationToken ct);
}
