using System.Collections.Immutable;
using Kairos.StateSchedules.Evaluation;

namespace Kairos.StateSchedules.Passes;

/// <summary>What a pass, or a part of it, has done.</summary>
public sealed record PassCounts
{
    /// <summary>Nothing yet.</summary>
    public static PassCounts None { get; } = new();

    /// <summary>Rows read.</summary>
    public long Read { get; init; }

    /// <summary>Rows that were not as they should be, and those that were due just then.</summary>
    public long Different { get; init; }

    /// <summary>Of them: the status was wrong.</summary>
    public long StatusWrong { get; init; }

    /// <summary>Of them: the next change was wrong.</summary>
    public long NextChangeWrong { get; init; }

    /// <summary>Of them: the next change had come, and the next tick would have found them.</summary>
    public long WereDue { get; init; }

    /// <summary>Rows written.</summary>
    public long Mended { get; init; }

    /// <summary>Rows left to others, for they were changed meanwhile or held by a transaction.</summary>
    public long Left { get; init; }

    /// <summary>Rows whose schedule can't be read.</summary>
    public long Unreadable { get; init; }

    /// <summary>Rows that the database refused to write, where it took others.</summary>
    public long Refused { get; init; }

    /// <summary>What it said of the first of them; null where there were none.</summary>
    public string? Refusal { get; init; }

    /// <summary>Rows in a shard that the mapping does not name: a pass writes them, no tick ever looks at them.</summary>
    public long Unticked { get; init; }

    /// <summary>Up to 10 keys of rows that differed.</summary>
    public ImmutableArray<long> DifferentKeys { get; init; } = [];

    /// <summary>Up to 10 keys of rows that can't be read.</summary>
    public ImmutableArray<long> UnreadableKeys { get; init; } = [];

    /// <summary>Up to 10 keys of rows in a shard that the mapping does not name.</summary>
    // A stint that an earlier release handed over has none.
    public ImmutableArray<long> UntickedKeys { get => field.IsDefault ? [] : field; init; }

    /// <summary>Statements on the user's database.</summary>
    public long Statements { get; init; }

    /// <summary>Stints.</summary>
    public long Stints { get; init; }

    /// <summary>
    /// Stints that were begun again after an attempt that was broken off by force or failed: what that one had mended is mended,
    /// and not among <see cref="Mended"/>.
    /// </summary>
    public long Repeated { get; init; }

    /// <summary>Both together.</summary>
    internal PassCounts Plus(PassCounts other) => new()
    {
        Read = Read + other.Read,
        Different = Different + other.Different,
        StatusWrong = StatusWrong + other.StatusWrong,
        NextChangeWrong = NextChangeWrong + other.NextChangeWrong,
        WereDue = WereDue + other.WereDue,
        Mended = Mended + other.Mended,
        Left = Left + other.Left,
        Unreadable = Unreadable + other.Unreadable,
        Refused = Refused + other.Refused,
        Refusal = Refusal ?? other.Refusal,
        Unticked = Unticked + other.Unticked,
        DifferentKeys = [.. DifferentKeys.Concat(other.DifferentKeys).Take(KeySample.Most)],
        UnreadableKeys = [.. UnreadableKeys.Concat(other.UnreadableKeys).Take(KeySample.Most)],
        UntickedKeys = [.. UntickedKeys.Concat(other.UntickedKeys).Take(KeySample.Most)],
        Statements = Statements + other.Statements,
        Stints = Stints + other.Stints,
        Repeated = Repeated + other.Repeated,
    };
}
