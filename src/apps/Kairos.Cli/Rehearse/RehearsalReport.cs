using System.Text.Json.Serialization;

namespace Kairos.Cli.Rehearse;

/// <summary>What a rehearsal showed: the last line of <c>--json</c>.</summary>
internal sealed record RehearsalReport
{
    public required int Students { get; init; }

    /// <summary>Outcome to count.</summary>
    public required IReadOnlyDictionary<string, int> Outcomes { get; init; }

    public required Figures EngineLatenessMs { get; init; }

    /// <summary>First booking requests, as the venue saw them arrive after its opening.</summary>
    public required Figures VenueArrivalMs { get; init; }

    public required Figures BudgetWaitMs { get; init; }

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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RehearsalReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
