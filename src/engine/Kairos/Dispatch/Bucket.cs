namespace Kairos.Dispatch;

/// <summary>What is to be released at one instant, by priority, then in the order of arrival. Owned by the timer thread.</summary>
internal sealed class Bucket
{
    private static readonly Comparison<(WheelItem Item, int Order)> s_byPriority = static (a, b) =>
        a.Item.Priority != b.Item.Priority ? b.Item.Priority.CompareTo(a.Item.Priority) : a.Order.CompareTo(b.Order);

    private readonly List<(WheelItem Item, int Order)> _items = [];
    private bool _sorted = true;

    internal int Count => _items.Count;

    internal void Add(WheelItem item)
    {
        _sorted &= _items.Count == 0 || _items[^1].Item.Priority >= item.Priority;
        _items.Add((item, _items.Count));
    }

    /// <summary>Brings it in order ahead of its instant: 10,000 items take a millisecond that is missing later.</summary>
    internal void Sort()
    {
        if (!_sorted)
        {
            _items.Sort(s_byPriority);
            _sorted = true;
        }
    }

    internal void Release(Scout scout)
    {
        Sort();
        for (int i = 0; i < _items.Count; i++)
        {
            _items[i].Item.Release(scout);
            if (i == 0)
            {
                scout.Return();
            }
        }
    }

    internal IEnumerable<WheelItem> Items => _items.Select(i => i.Item);
}
