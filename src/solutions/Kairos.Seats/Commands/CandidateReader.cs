namespace Kairos.Seats.Commands;

/// <summary>Reads rooms and seats in pairs up to the session.</summary>
internal static class CandidateReader
{
    private const int MaxCandidates = 3;

    /// <summary>Leaves <paramref name="fields"/> at the session's first field, or past the last.</summary>
    internal static SeatFault? Read(ref SeatCommand command, ref FieldReader fields)
    {
        var distinct = new List<Candidate>(MaxCandidates + 1);
        for (var pair = 1; NextRoom(ref fields); pair++)
        {
            if (Number(fields.Current, Candidate.MaxRoom, out var room) is { } badRoom)
            {
                return CandidateFaults.Room(badRoom, command, distinct, pair, fields.Current);
            }

            if (!fields.MoveNext() || SessionReader.StartsAt(fields.Current))
            {
                return CandidateFaults.MissingSeat(command, distinct, pair, room);
            }

            if (Number(fields.Current, Candidate.MaxSeat, out var seat) is { } badSeat)
            {
                return CandidateFaults.Seat(badSeat, command, distinct, new Candidate(room, Seat: 7), pair, fields.Current);
            }

            // One more than allowed is remembered: that is enough to refuse, and keeps the search for doubles short.
            var candidate = new Candidate(room, seat);
            if (distinct.Count <= MaxCandidates && !distinct.Contains(candidate))
            {
                distinct.Add(candidate);
            }
        }

        if (distinct.Count > MaxCandidates)
        {
            return CandidateFaults.TooMany(command, distinct);
        }

        command = command with { Candidates = distinct.Count == 0 ? [new Candidate(0, 0)] : [.. distinct] };
        return null;
    }

    /// <summary>Whether the next field is a room: not the session, and not the nothing behind a closing divider.</summary>
    private static bool NextRoom(ref FieldReader fields) =>
        fields.MoveNext() && !SessionReader.StartsAt(fields.Current) && !(fields.IsLast && fields.Current.IsEmpty);

    private static SeatFaultCode? Number(ReadOnlySpan<char> field, int max, out int number)
    {
        number = 0;
        var negative = field.StartsWith('-');
        var digits = negative ? field[1..] : field;
        if (digits.IsEmpty)
        {
            return negative ? SeatFaultCode.NotANumber : null;
        }

        var inRange = true;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return SeatFaultCode.NotANumber;
            }

            number = inRange ? (number * 10) + (c - '0') : number;
            inRange = number <= max;
        }

        number = negative ? -number : number;
        return inRange ? null : SeatFaultCode.OutOfRange;
    }
}
