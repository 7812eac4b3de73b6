namespace Kairos.Stores;

/// <summary>How long to wait before a store that failed is asked again: a tenth of a second, twice as long each time, two seconds at most.</summary>
/// <threadsafety>For one loop.</threadsafety>
internal struct Backoff()
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    private TimeSpan _next = s_first;

    internal TimeSpan Next()
    {
        TimeSpan next = _next;
        _next = 2 * next < s_longest ? 2 * next : s_longest;
        return next;
    }
}
