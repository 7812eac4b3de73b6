using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kairos.Playground.Venue;

/// <summary>Who may enter. Sessions follow from the seed and the student's name, so a rehearsal can be repeated.</summary>
/// <remarks>They guard play seats only: a real site would draw them at random.</remarks>
/// <threadsafety>Safe for any number of threads.</threadsafety>
internal sealed class Sessions(int seed, VenueClock clock, TimeSpan lifetime, TimeProvider time)
{
    public const char StudentPrefix = 's';
    public const char GuestPrefix = 'g';
    public const char RivalPrefix = 'r';

    private readonly ConcurrentDictionary<string, Student> _bySession = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Student> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<char, int> _enrolled = new();

    /// <summary>Gives sessions to new students: s001, s002 and so on after those who came before.</summary>
    public IReadOnlyList<Student> Enrol(char prefix, int count)
    {
        var last = _enrolled.AddOrUpdate(prefix, count, (_, before) => before + count);
        return [.. Enumerable.Range(last - count + 1, count).Select(number => Enrol(prefix, Name(prefix, number)))];
    }

    public Student? Named(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The student whom the cookies belong to, or null when they make no living session.</summary>
    public Student? Find(SessionCookies cookies)
    {
        if (cookies.Session is not { } session || !_bySession.TryGetValue(session, out var student))
        {
            return null;
        }

        var fits = string.Equals(cookies.ServerPart, student.Cookies.ServerPart, StringComparison.Ordinal);
        if (!fits || student.Expired || time.GetElapsedTime(student.Seen) >= lifetime)
        {
            return null;
        }

        student.Seen = time.GetTimestamp();
        return student;
    }

    private static string Name(char prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:D3}");

    private Student Enrol(char prefix, string name)
    {
        var unix = clock.Now.ToUnixTimeSeconds();
        var server = string.Create(CultureInfo.InvariantCulture, $"{Digest("server", name)}|{unix}|{unix}");
        var cookies = new SessionCookies(Digest("session", name), server);
        var student = new Student(name, prefix == RivalPrefix, cookies, time.GetTimestamp());
        _bySession[cookies.Session!] = student;
        _byName[name] = student;
        return student;
    }

    private string Digest(string purpose, string name)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{seed}/{purpose}/{name}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
