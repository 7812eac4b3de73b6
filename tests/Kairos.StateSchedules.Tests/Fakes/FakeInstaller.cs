using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Schema;

namespace Kairos.StateSchedules.Tests.Fakes;

/// <summary>One step, done or not.</summary>
internal sealed class FakeInstaller : IInstaller
{
    /// <summary>The step does not take.</summary>
    internal bool Fails { get; set; }

    internal bool IsInstalled { get; set; }

    public ValueTask<IReadOnlyList<SchemaFinding>> CheckAsync(CancellationToken ct) => ValueTask.FromResult<IReadOnlyList<SchemaFinding>>([]);

    public ValueTask<IReadOnlyList<InstallStep>> PlanAsync(CancellationToken ct) => ValueTask.FromResult<IReadOnlyList<InstallStep>>(
        [new InstallStep { Title = "Add the column next_change", Statements = ["alter table t add column next_change timestamptz"], Cost = "none", IsDone = IsInstalled }]);

    public ValueTask<IReadOnlyList<InstallStep>> ApplyAsync(CancellationToken ct)
    {
        IsInstalled = !Fails;
        return PlanAsync(ct);
    }

    public ValueTask<IReadOnlyList<InstallStep>> RemoveAsync(CancellationToken ct)
    {
        IsInstalled = false;
        return PlanAsync(ct);
    }
}
