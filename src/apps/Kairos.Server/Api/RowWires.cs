using Kairos.StateSchedules.Desk;

namespace Kairos.Server.Api;

internal sealed record RowWire
{
    public required long Key { get; init; }

    /// <summary>For an edit that is meant for the row as it is here; null where it has none.</summary>
    public long? Version { get; init; }

    public required bool IsOn { get; init; }

    public required string State { get; init; }

    public required string Text { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    public string? Start { get; init; }

    public string? End { get; init; }

    public string? NextChange { get; init; }

    public string? NextOn { get; init; }

    public required string StoredState { get; init; }

    public required long StoredStatus { get; init; }

    public string? StoredNextChange { get; init; }

    public required bool IsTrue { get; init; }

    public required bool IsDue { get; init; }

    public required bool IsUnreadable { get; init; }

    internal static RowWire Of(RowWhy why) => new()
    {
        Key = why.Key,
        Version = why.Version,
        IsOn = why.IsOn,
        State = why.State,
        Text = why.Text,
        Reasons = why.Reasons,
        Start = StatesWords.Of(why.Start),
        End = StatesWords.Of(why.End),
        NextChange = StatesWords.Of(why.NextChange),
        NextOn = StatesWords.Of(why.NextOn),
        StoredState = why.StoredState,
        StoredStatus = why.StoredStatus,
        StoredNextChange = StatesWords.Of(why.StoredNextChange),
        IsTrue = why.IsTrue,
        IsDue = why.IsDue,
        IsUnreadable = why.IsUnreadable,
    };
}

internal sealed record ForecastWire(IReadOnlyList<ForecastStepWire> Steps)
{
    internal static ForecastWire Of(FlipForecast forecast) => new([.. forecast.Steps.Select(static step => new ForecastStepWire(StatesWords.Of(step.From), step.Rows))]);
}

internal sealed record ForecastStepWire(string From, long Rows);
