namespace Kairos.StateSchedules.Tables;

/// <summary>How long the user's database is waited for.</summary>
internal sealed record StateTableOptions
{
    /// <summary>One statement's time, locks it waits for included; then it is given up as transient. Whole seconds, at least one.</summary>
    /// <remarks>A due read of 5,000 rows takes some 20 ms; what takes this long waits for a lock or has no index.</remarks>
    internal TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>In the unit of ADO.NET, where zero would be for ever.</summary>
    internal int CommandSeconds => Math.Max(1, (int)Math.Ceiling(CommandTimeout.TotalSeconds));
}
