using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kairos.StateSchedules.Mapping;

/// <summary>The values of a shard column as people write them: <c>0-63</c>, <c>0,1,5-7</c>.</summary>
internal static class ShardText
{
    /// <summary>Each is a read of its own at every tick; with more, the shards are no shards.</summary>
    internal const int Most = 4_096;

    internal static bool TryRead(string text, out ImmutableArray<int> shards, [NotNullWhen(false)] out string? fault)
    {
        SortedSet<int> read = [];
        fault = null;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            fault = Add(part, read);
            if (fault is not null)
            {
                break;
            }
        }

        shards = fault is null ? [.. read] : [];
        return fault is null;
    }

    private static string? Add(string part, SortedSet<int> into)
    {
        string[] ends = part.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length > 2 || !Number(ends[0], out int first) || !Number(ends[^1], out int last))
        {
            return $"has '{part}' in it, which is no shard: write whole numbers from 0 and ranges, as in 0-63 or 0,1,5-7.";
        }

        if (last < first)
        {
            return $"has the range '{part}', which runs backwards: write the smaller number first.";
        }

        if ((long)last - first + 1 + into.Count > Most)
        {
            return $"names more than {Most} shards: map a column with fewer values.";
        }

        for (long shard = first; shard <= last; shard++)
        {
            if (!into.Add((int)shard))
            {
                return $"names shard {shard} twice: name each once.";
            }
        }

        return null;
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
