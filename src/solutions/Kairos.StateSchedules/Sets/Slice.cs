using System.Collections.Immutable;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Sets;

/// <summary>The part of a table that one job works on: some of its shards, or a range of its keys.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Of">How many there are.</param>
internal sealed record Slice(int Number, int Of)
{
    internal required ImmutableArray<int> Shards { get; init; }

    /// <summary>Its range of keys; where there are shards, only for reads by key.</summary>
    internal required long FirstKey { get; init; }

    internal required long LastKey { get; init; }

    /// <summary>What is read of what is due: whole shards, or the range of keys.</summary>
    internal required DueRange Due { get; init; }

    /// <summary>Whether a slice can only be told by where the keys are cut.</summary>
    internal static bool NeedsCuts(StateMapping mapping, int of, TickMode mode) => of > 1 && (mapping.Shard is null || mode == TickMode.Full);

    /// <summary>A slice of a mapping; null where the keys are not cut into so many.</summary>
    internal static Slice? Find(StateMapping mapping, Standing standing, int number, int of)
    {
        bool byKey = NeedsCuts(mapping, of, standing.Settings.Mode);
        if (number < 0 || number >= of || (byKey && standing.Cuts.Length != of - 1))
        {
            return null;
        }

        int count = mapping.Shards.Length;
        ImmutableArray<int> shards = mapping.Shard is null ? mapping.Shards : mapping.Shards[(number * count / of)..((number + 1) * count / of)];
        long first = byKey && number > 0 ? standing.Cuts[number - 1] + 1 : long.MinValue;
        long last = byKey && number < of - 1 ? standing.Cuts[number] : long.MaxValue;
        return new Slice(number, of)
        {
            Shards = shards,
            FirstKey = first,
            LastKey = last,
            Due = mapping.Shard is null ? new DueRange(shards, first, last) : new DueRange(shards),
        };
    }

    /// <summary>Where a range of keys is cut into equal parts: the last key of each but the last.</summary>
    internal static ImmutableArray<long> Cut(long least, long greatest, int of) =>
        [.. Enumerable.Range(1, of - 1).Select(i => (long)(least + (((Int128)greatest - least) * i / of)))];

    /// <summary>The key before a range, for reads that begin behind one.</summary>
    internal static long Before(long first) => first == long.MinValue ? first : first - 1;
}
