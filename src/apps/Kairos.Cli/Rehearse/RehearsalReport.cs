using System.Text.Json.Serialization;

namespace Kairos.Cli.Rehearse;

/// <summary>What a rehearsal showed: the last line of <c>--json</c>.</summary>
internal sealed record RehearsalReport
{
    public required int Students { get; init; }

    /// <summary>Outcome to count.</summary>
    public required IReadOnlyDictionary<string, int> Outcomes { get; init; }

    /// <summary>Acknowledged commands that ended with a booking, or with the venue's word why not.</summary>
    public required int Served { get; init; }

    /// <summary>The servers, where several may share the store; figures of what was taken over stand there alone.</summary>
    public NodesReport? Nodes { get; init; }

    public required Figures EngineLatenessMs { get; init; }

    /// <summary>First booking requests, as the venue saw them arrive after its opening.</summary>
    public required Figures VenueArrivalMs { get; init; }

    public required Figures BudgetWaitMs { get; init; }

    /// <summary>What students were allowed together, over all servers; null where none was set.</summary>
    public required double? BudgetPerSecond { get; init; }

    /// <summary>The most requests of students that arrived within any second, by the venue's record.</summary>
    public required int VenuePeakPerSecond { get; init; }

    /// <summary>Booking requests that arrived before the opening.</summary>
    public required int Early { get; init; }

    public required int DoubleBooked { get; init; }

    /// <summary>Acknowledged commands without a result.</summary>
    public required int Lost { get; init; }

    /// <summary>Named seats that rivals have.</summary>
    public required int RivalsWon { get; init; }

    /// <summary>Named seats that nobody has although a student without a seat had named them.</summary>
    public required int LeftFree { get; init; }

    /// <summary>Venue minus ours as the server had learned it from Date alone.</summary>
    public required Bounds ClockOffsetMs { get; init; }

    public required double Seconds { get; init; }

    public required bool Ok { get; init; }
}

internal sealed record Bounds(double Low, double High);

/// <summary>The servers of a rehearsal on PostgreSQL.</summary>
/// <param name="Started">How many shared the database.</param>
/// <param name="Killed">The one that was killed, where there were several.</param>
internal sealed record NodesReport(int Started, KilledReport? Killed);

/// <summary>A node that was killed shortly before the opening.</summary>
internal sealed record KilledReport
{
    public required int Node { get; init; }

    public required double BeforeOpeningMs { get; init; }

    /// <summary>Grabs that it held when it was killed.</summary>
    public required int Held { get; init; }

    /// <summary>From the kill until the others' list said so; null when it never did.</summary>
    public required double? TakenOverAfterMs { get; init; }

    /// <summary>Students whose grab it had begun, by the record of runs, and how many of them were served.</summary>
    public required int Students { get; init; }

    public required int StudentsServed { get; init; }

    public required Figures EngineLatenessMs { get; init; }

    public required Figures VenueArrivalMs { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RehearsalReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
