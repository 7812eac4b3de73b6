using System.Security.Cryptography;

namespace Kairos.Playground.Venue;

/// <summary>What a page token is good for.</summary>
/// <param name="Issued">A time stamp of the monotonic clock.</param>
internal sealed record PagePass(string Token, string Student, int Room, VenueMode Mode, long Issued);

/// <summary>The once-tokens that pages carry: each for one session, one room, one mode, and a limited time.</summary>
/// <threadsafety>Safe for any number of threads: of two uses of one token at the same time, one finds it gone.</threadsafety>
internal sealed class PageTokens(TimeSpan lifetime, TimeProvider time)
{
    private const int SweepEvery = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PagePass> _passes = new(StringComparer.Ordinal);
    private int _issued;

    public string Issue(string student, int room, VenueMode mode)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        lock (_lock)
        {
            if (++_issued % SweepEvery == 0)
            {
                DropExpired_NeedsLock();
            }

            _passes.Add(token, new PagePass(token, student, room, mode, time.GetTimestamp()));
        }

        return token;
    }

    /// <summary>Takes the token out of circulation. Somebody else's token is left alone.</summary>
    /// <returns>What it was good for, or null when it is unknown, used, out of date or another student's.</returns>
    public PagePass? Take(string token, string student)
    {
        lock (_lock)
        {
            if (!_passes.TryGetValue(token, out var pass) || !string.Equals(pass.Student, student, StringComparison.Ordinal))
            {
                return null;
            }

            _passes.Remove(token);
            return IsExpired(pass) ? null : pass;
        }
    }

    /// <summary>Makes a token that was taken valid again, for the rest of its time.</summary>
    public void Return(PagePass pass)
    {
        lock (_lock)
        {
            _passes.Add(pass.Token, pass);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _passes.Clear();
        }
    }

    private bool IsExpired(PagePass pass) => time.GetElapsedTime(pass.Issued) >= lifetime;

    private void DropExpired_NeedsLock()
    {
        foreach (var pass in _passes.Values.Where(IsExpired).ToList())
        {
            _passes.Remove(pass.Token);
        }
    }
}
