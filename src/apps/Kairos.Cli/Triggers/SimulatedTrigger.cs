using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;

namespace Kairos.Cli.Triggers;

/// <summary>A trigger of a simulation and what became of it.</summary>
internal sealed class SimulatedTrigger(string name, Trigger trigger)
{
    public string Name { get; } = name;

    public Trigger Trigger { get; } = trigger;

    /// <summary>In order of their due instants.</summary>
    public List<PlannedOccurrence> Occurrences { get; } = [];

    /// <summary>What it keeps away from, ascending.</summary>
    public List<QuietSpan> Quiet { get; } = [];

    /// <summary>The kinds its quiet rule names.</summary>
    public IReadOnlyList<string> KeepsAwayFrom => Trigger.Conditions.Quiet?.Kinds ?? [];

    /// <summary>Occurrences that do not start at their due instant plus jitter.</summary>
    public IEnumerable<PlannedOccurrence> Moved => Occurrences.Where(occurrence => occurrence.At != Trigger.StartOf(occurrence.Due));

    public IEnumerable<Instant> Starts => Occurrences.Where(static occurrence => occurrence.At is not null).Select(static occurrence => occurrence.At!.Value);
}
