using System.Globalization;
using Kairos.Seats.Commands;

namespace Kairos.Cli.Rehearse;

/// <summary>One student of a rehearsal: who asks, what for, and, once acknowledged, what came of it.</summary>
/// <param name="Name">Its name at the venue, and as owner at the server.</param>
/// <param name="Text">The chat message.</param>
/// <param name="Command">The message as it is read.</param>
internal sealed record Student(string Name, string Text, SeatCommand? Command)
{
    internal IEnumerable<NamedSeat> Named => Command?.Candidates
        .Where(c => c is { Room: > 0, Seat: > 0 })
        .Select(c => new NamedSeat(c.Room, c.Seat)) ?? [];
}

/// <summary>Makes the students of a rehearsal.</summary>
internal static class StudentMaker
{
    /// <summary>
    /// From the seed: each wants a seat that no other student wants first, has a second named candidate, and every third
    /// would take any seat of a room as the last.
    /// </summary>
    internal static IReadOnlyList<Student> Make(string school, IReadOnlyList<SessionGiven> sessions, IReadOnlyList<NamedSeat> seats, int seed)
    {
        Random random = new(seed);
        NamedSeat[] shuffled = [.. seats];
        random.Shuffle(shuffled);
        if (shuffled.Length < sessions.Count)
        {
            throw new ArgumentException($"The venue has {shuffled.Length} seats at {school}: rehearse with --students {shuffled.Length} at most.", nameof(sessions));
        }

        return [.. sessions.Select((session, i) => Of(session, MessageOf(school, shuffled, i, random, session.Cookies)))];
    }

    /// <summary>From a file: each line a student; the sessions in it give way to sessions of the rehearsal's venue.</summary>
    internal static IReadOnlyList<Student> Read(IReadOnlyList<string> lines, IReadOnlyList<SessionGiven> sessions) =>
        [.. lines.Select((line, i) => Of(sessions[i], WithSession(line, sessions[i].Cookies)))];

    private static Student Of(SessionGiven session, string text) =>
        new(session.Student, text, SeatCommandParser.Parse(text) as SeatCommand);

    private static string MessageOf(string school, NamedSeat[] seats, int i, Random random, string cookies)
    {
        NamedSeat first = seats[i];
        NamedSeat second = seats[random.Next(seats.Length)];
        string third = i % 3 == 0 ? string.Create(CultureInfo.InvariantCulture, $"; {seats[random.Next(seats.Length)].Room}; 0") : string.Empty;
        string verb = (i % 4) switch { 0 => "#抢座", 1 => "抢座", 2 => "grab", _ => "＃明日预约" };
        return string.Create(CultureInfo.InvariantCulture, $"{verb}; {school}; {first.Room}; {first.Seat}； {second.Room}， {second.Seat}{third}; {cookies}");
    }

    private static string WithSession(string line, string cookies) => SeatCommandParser.Parse(line) is SeatCommand { Session: not null } command
        ? command.Canonical
            .Replace($"{SessionCookies.WechatName}=***; {SessionCookies.ServerName}=***", cookies.TrimEnd(';', ' '), StringComparison.Ordinal)
        : line;
}
