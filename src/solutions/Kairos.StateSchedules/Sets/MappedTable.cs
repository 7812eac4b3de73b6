using System.Collections.Frozen;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Sets;

/// <summary>A mapping with what works on it.</summary>
internal sealed record MappedTable(StateMapping Mapping, IStateTable Table, IInstaller Installer)
{
    internal string Name => Mapping.Name;

    internal StateRules Rules { get; } = new(Mapping);

    /// <summary>The shards that ticks read; null where there is no column of them.</summary>
    internal FrozenSet<int>? Shards { get; } = Mapping.Shard is null ? null : Mapping.Shards.ToFrozenSet();
}
