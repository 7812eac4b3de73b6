using Kairos.StateSchedules.Evaluation;
using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Tests.Fakes;

/// <summary>A row of the user's, in memory.</summary>
internal sealed record FakeRow(long Key, int Shard = 0)
{
    internal long Version { get; init; } = 1;

    internal long Status { get; init; }

    internal long NextChange { get; init; } = RowBatch.Never;

    internal long Start { get; init; } = RowBatch.Open;

    internal long End { get; init; } = RowBatch.Never;

    internal WeeklyGrid? Grid { get; init; }

    internal RowFlags Flags { get; init; }
}
