using Npgsql;

namespace Kairos.Bench.States.Steps;

/// <summary>A way of making the status of all rows right for an instant.</summary>
internal interface ILadderStep
{
    /// <summary>What it does, as it is printed.</summary>
    string Name { get; }

    /// <summary>The column that it keeps the next change in; null where it has none.</summary>
    string? NextColumn { get; }

    /// <summary>Does it, for an instant in microseconds since 1970 UTC, on a connection that is open and warm.</summary>
    Task<StepCounts> RunAsync(NpgsqlConnection connection, long now);
}

/// <summary>Rows that came to the engine, and rows that were written.</summary>
internal readonly record struct StepCounts(long Read, long Written);
