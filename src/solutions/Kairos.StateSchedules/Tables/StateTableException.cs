namespace Kairos.StateSchedules.Tables;

/// <summary>The user's database refused or failed.</summary>
public sealed class StateTableException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Another try may help: it is out of reach, restarting, or busy.</summary>
    public bool IsTransient { get; } = isTransient;
}
