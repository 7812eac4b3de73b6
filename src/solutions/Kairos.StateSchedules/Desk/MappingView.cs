using System.Collections.Immutable;
using Kairos.StateSchedules.Schema;
using Kairos.StateSchedules.Sets;

namespace Kairos.StateSchedules.Desk;

/// <summary>How a mapping stands.</summary>
public sealed record MappingView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The table it keeps true.</summary>
    public required string Table { get; init; }

    /// <summary>The zone of its grids.</summary>
    public required string Zone { get; init; }

    /// <summary>How often it looks for what is due.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>The jobs that share the table.</summary>
    public required int Slices { get; init; }

    /// <summary>Its ticks run: it was applied, and neither paused nor removed since.</summary>
    public required bool IsEnabled { get; init; }

    /// <summary>Its settings.</summary>
    public required SettingsView Settings { get; init; }

    /// <summary>The oldest next change, come or still to come; null when no row will change.</summary>
    public DateTimeOffset? OldestChange { get; init; }

    /// <summary>How long ago the oldest change was due that is not made; zero when none is.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>Why the two before are not known: what the user's database said.</summary>
    public string? Fault { get; init; }

    /// <summary>The last tick; null before the first.</summary>
    public TickView? LastTick { get; init; }

    /// <summary>The last pass, under way or ended; null before the first.</summary>
    public PassView? Pass { get; init; }
}

/// <summary>All mappings of this server.</summary>
/// <param name="Mappings">By name.</param>
public sealed record MappingList(ImmutableArray<MappingView> Mappings);

/// <summary>The settings of a mapping.</summary>
/// <param name="Settings">They hold for all nodes.</param>
/// <param name="Revision">Grows with every change: give it back to change what you have seen.</param>
public sealed record SettingsView(StateSettings Settings, long Revision);

/// <summary>What an installation, or the taking away of one, consists of.</summary>
/// <param name="Steps">In their order.</param>
/// <param name="Findings">Where the tables don't fit the mapping, which keeps it from being applied, or could serve it better; none are sought by a removal.</param>
public sealed record InstallView(ImmutableArray<InstallStep> Steps, ImmutableArray<SchemaFinding> Findings);
