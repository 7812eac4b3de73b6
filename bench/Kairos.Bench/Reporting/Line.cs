using System.Text.Json.Serialization;

namespace Kairos.Bench.Reporting;

/// <summary>One figure or family of figures, as it is printed.</summary>
internal sealed record Line
{
    /// <summary>What was measured.</summary>
    public required string Name { get; init; }

    /// <summary>The figures; the unit is in their names.</summary>
    public required IReadOnlyDictionary<string, double> Figures { get; init; }

    /// <summary>The goal that these figures are held against, where there is one.</summary>
    public string? Goal { get; init; }

    /// <summary>Whether they reach it.</summary>
    public bool? Met { get; init; }
}

/// <summary>On what it was measured.</summary>
internal sealed record MachineLine
{
    public required string Processor { get; init; }

    public required int Cores { get; init; }

    public required string System { get; init; }

    public required string Runtime { get; init; }

    /// <summary>Processes that wanted a core in the last minute: above the number of cores, the figures are of a busy machine.</summary>
    public required string Load { get; init; }

    public required string Started { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Line))]
[JsonSerializable(typeof(MachineLine))]
internal sealed partial class ReportJson : JsonSerializerContext;
