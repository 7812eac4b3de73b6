using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Sets;

/// <summary>What a server keeps true.</summary>
public sealed record StateSchedulesOptions
{
    /// <summary>The mappings, each with a name of its own.</summary>
    public required IReadOnlyList<StateMapping> Mappings { get; init; }

    /// <summary>Where a mapping's tables are; called once for each, when the services are made. Mappings may share a data source.</summary>
    public required Func<StateMapping, StateDatabase> Databases { get; init; }

    /// <summary>For tests: opens a mapping's table in place of the one in its database.</summary>
    internal Func<StateMapping, IStateTable>? Tables { get; init; }

    /// <summary>For tests: what puts a mapping into its database and takes it away, in place of the one there.</summary>
    internal Func<StateMapping, IInstaller>? Installers { get; init; }
}
