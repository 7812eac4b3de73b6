using Kairos.Lab.History;

namespace Kairos.Lab.Chaos;

/// <summary>How a chaos run is made.</summary>
public sealed record ChaosOptions
{
    /// <summary>How a node process is started: a program with arguments that runs <see cref="Nodes.LabNode.RunAsync"/> on its standard streams.</summary>
    public required IReadOnlyList<string> NodeCommand { get; init; }

    public int Nodes { get; init; } = 3;

    /// <summary>From when all nodes are ready to the end of the load.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Draws load and faults. What happens is not drawn: two runs of one seed differ by what the machine does.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The faults go on until there were so many, but not much longer than planned.</summary>
    public int LeastFaults { get; init; } = 100;

    /// <summary>A standby is promoted under load, half way.</summary>
    public bool FailsOver { get; init; } = true;

    /// <summary>A job that kills its process is submitted at the beginning.</summary>
    public bool Poisons { get; init; } = true;

    /// <summary>Where the histories are kept; null keeps them in the temporary folder, and only when something is wrong.</summary>
    public string? Folder { get; init; }

    /// <summary>By what it is judged.</summary>
    public HistoryCheckOptions Check { get; init; } = new() { Bound = TimeSpan.FromSeconds(2), ClockSlack = TimeSpan.FromSeconds(2) };

    /// <summary>At the end nothing is disturbed for so long; null takes what shows some starts of a healthy system.</summary>
    public TimeSpan? LastCalm { get; init; }

    internal TimeSpan Calm => LastCalm ?? (Check.Settling + Check.Horizon + (Duration / 20));

    /// <summary>Before the first fault.</summary>
    internal TimeSpan FirstCalm => TimeSpan.FromSeconds(2) + (Duration / 30);
}

/// <summary>What came of a chaos run.</summary>
/// <param name="Verdict">What the histories prove.</param>
/// <param name="Remarks">What went wrong with the run itself, and what was left out.</param>
/// <param name="Folder">Where the histories are; null when they are not kept.</param>
public sealed record ChaosReport(Verdict Verdict, IReadOnlyList<string> Remarks, string? Folder);
