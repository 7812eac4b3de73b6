namespace Kairos.Dispatch;

/// <summary>What is to be released at one instant, by priority, then in the order of arrival. Owned by the timer thread.</summary>
internal sealed class Bucket
{
    private static readonly Comparison<(WheelItem Item, int Order)> s_byPriority = static (a, b) =>
        a.Item.Priority != b.Item.Priority ? b.Item.Priority.CompareTo(a.Item.Priority) : a.Order.CompareTo(b.Order);

    private readonly List<(WheelItem Item, int Order)> _items = [];
    private bool _sorted = true;
    private Volley? _volley;

    internal void Add(WheelItem item)
    {
        _sorted &= _items.Count == 0 || _items[^1].Item.Priority >= item.Priority;
        _items.Add((item, _items.Count));
        _volley = null;
    }

    /// <summary>In order, ready to be released. To be asked for ahead of its instant too: for 10,000 items it takes a millisecond.</summary>
    internal Volley ToVolley()
    {
        if (_volley is null)
        {
            if (!_sorted)
            {
                _items.Sort(s_byPriority);
                _sorted = true;
            }

            _volley = new Volley([.. Items]);
        }

        return _volley;
    }

    internal IEnumerable<WheelItem> Items => _items.Select(i => i.Item);
}
