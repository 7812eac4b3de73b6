using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Sets;

/// <summary>What a server keeps true.</summary>
public sealed record StateSchedulesOptions
{
    /// <summary>The mappings, each with a name of its own.</summary>
    public required IReadOnlyList<StateMapping> Mappings { get; init; }

    /// <summary>Opens a mapping's table; called once for each, when the services are made.</summary>
    internal Func<StateMapping, IStateTable>? Tables { get; init; }

    /// <summary>Opens what puts a mapping into its database and takes it away.</summary>
    internal Func<StateMapping, IInstaller>? Installers { get; init; }
}
