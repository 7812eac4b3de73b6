using System.Collections.Immutable;
using Kairos.StateSchedules.Schema;

namespace Kairos.StateSchedules.Desk;

/// <summary>What was asked for, or why it was refused.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <threadsafety>Immutable.</threadsafety>
public sealed record StateAnswer<T>
    where T : class
{
    private StateAnswer(T? value, StateRefusal? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>What was asked for; null when it was refused.</summary>
    public T? Value { get; }

    /// <summary>Why it was refused; null when it was not.</summary>
    public StateRefusal? Refusal { get; }

    internal static StateAnswer<T> Of(T value) => new(value, null);

    internal static StateAnswer<T> Refused(StateRefusalCode code, string message) => new(null, new StateRefusal(code, message));

    internal static StateAnswer<T> Refused(StateRefusal refusal) => new(null, refusal);
}

/// <summary>Why something was not done. Nothing was changed.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people: what is wrong, and the remedy.</param>
public sealed record StateRefusal(StateRefusalCode Code, string Message)
{
    /// <summary>Where the tables don't fit the mapping; none where it was refused for something else.</summary>
    public ImmutableArray<SchemaFinding> Findings { get; init; } = [];
}

/// <summary>The reasons to refuse.</summary>
public enum StateRefusalCode
{
    /// <summary>This server knows no mapping of that name.</summary>
    UnknownMapping = 0,

    /// <summary>The mapping has no row of that key.</summary>
    UnknownRow = 1,

    /// <summary>There was no such pass.</summary>
    UnknownPass = 2,

    /// <summary>What was to be changed has been changed since it was read.</summary>
    Conflict = 3,

    /// <summary>It is not installed in its database, or not wholly.</summary>
    NotInstalled = 4,

    /// <summary>It is not enabled.</summary>
    NotEnabled = 5,

    /// <summary>A pass over this mapping is under way.</summary>
    PassOpen = 6,

    /// <summary>The pass has ended.</summary>
    PassEnded = 7,

    /// <summary>What was given can't be meant.</summary>
    Invalid = 8,

    /// <summary>The tables don't fit the mapping: the findings tell where.</summary>
    DoesNotFit = 9,
}
