namespace Kairos.Playground.Venue;

/// <summary>Counts the requests of each session within the last second; one too many and a captcha is demanded.</summary>
/// <remarks>The demand stays until the control plane clears it: nobody solves captchas here.</remarks>
/// <threadsafety>Safe for any number of threads.</threadsafety>
internal sealed class RateLimit(int perSecond, TimeProvider time)
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<long>> _recent = new(StringComparer.Ordinal);

    /// <summary>Counts a request.</summary>
    /// <returns>Whether it may be answered; false as long as a captcha is demanded.</returns>
    public bool Admits(Student student)
    {
        lock (_lock)
        {
            if (!_recent.TryGetValue(student.Name, out var recent))
            {
                _recent.Add(student.Name, recent = new Queue<long>());
            }

            while (recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= s_window)
            {
                recent.Dequeue();
            }

            if (recent.Count >= perSecond)
            {
                student.CaptchaDemanded = true;
            }
            else
            {
                recent.Enqueue(time.GetTimestamp());
            }
        }

        return !student.CaptchaDemanded;
    }
}
