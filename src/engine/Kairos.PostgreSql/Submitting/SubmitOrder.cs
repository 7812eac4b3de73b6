using Kairos.Stores;

namespace Kairos.PostgreSql.Submitting;

/// <summary>As the unique index has them: groups with the same keys wait for each other in one order, and in no circle.</summary>
internal sealed class SubmitOrder : IComparer<NewJob>
{
    public static readonly SubmitOrder Instance = new();

    public int Compare(NewJob? x, NewJob? y)
    {
        int order = x!.Id.Shard.CompareTo(y!.Id.Shard);
        order = order != 0 ? order : string.CompareOrdinal(x.Owner, y.Owner);
        order = order != 0 ? order : string.CompareOrdinal(x.Kind, y.Kind);
        return order != 0 ? order : string.CompareOrdinal(x.Key, y.Key);
    }
}
