namespace Kairos.Seats.Commands;

/// <summary>Reads one message of the command language: pure, without a store, a clock or a venue.</summary>
/// <remarks>
/// Linear in the length of the message; what is longer than 4,096 code points is refused before it is read.
/// Of several faults the first is told, in the order of <see cref="SeatField"/>, rooms and seats from left to right.
/// Fields and extras that a verb does not use are ignored.
/// </remarks>
/// <threadsafety>Safe from any thread.</threadsafety>
public static class SeatCommandParser
{
    /// <summary>Reads a message.</summary>
    /// <param name="text">One line of text; any string is answered, also one that is not well-formed Unicode.</param>
    /// <returns>A <see cref="SeatCommand"/> or a <see cref="SeatFault"/>.</returns>
    /// <exception cref="InvalidOperationException">The process runs without ICU; the message names the remedy.</exception>
    public static SeatParse Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (NormalText.IsTooLong(text))
        {
            return MessageFaults.TooLong();
        }

        var message = NormalText.Of(text).AsSpan();
        var extras = ExtrasMark.Cut(ref message);
        var fields = new FieldReader(message);
        fields.MoveNext();
        if (SeatVerbs.Find(fields.Current) is not { } verb)
        {
            return MessageFaults.UnknownVerb(fields.Current);
        }

        var command = new SeatCommand { Verb = verb };
        return Read(ref command, ref fields, extras) is { } fault ? fault : command;
    }

    private static SeatFault? Read(ref SeatCommand command, ref FieldReader fields, scoped ReadOnlySpan<char> extras) => command.Verb switch
    {
        SeatVerb.Grab or SeatVerb.Watch => ReadSchool(ref command, ref fields)
            ?? CandidateReader.Read(ref command, ref fields)
            ?? SessionReader.Read(ref command, ref fields)
            ?? ExtrasReader.Read(ref command, extras),
        SeatVerb.Add => ReadSchool(ref command, ref fields) ?? ReadSession(ref command, ref fields),
        SeatVerb.School => ReadSchool(ref command, ref fields),
        SeatVerb.Parse => ReadSession(ref command, ref fields),
        SeatVerb.Cancel => ReadCancel(ref command, ref fields),
        _ => null,
    };

    /// <summary>For verbs without rooms and seats: what stands before the session is passed over.</summary>
    private static SeatFault? ReadSession(ref SeatCommand command, ref FieldReader fields)
    {
        while (fields.MoveNext() && !SessionReader.StartsAt(fields.Current))
        {
        }

        return SessionReader.Read(ref command, ref fields);
    }

    private static SeatFault? ReadCancel(ref SeatCommand command, ref FieldReader fields)
    {
        fields.MoveNext();
        if (fields.Current.IsEmpty)
        {
            return MessageFaults.NothingToCancel();
        }

        if (SeatVerbs.Find(fields.Current) is not ((SeatVerb.Grab or SeatVerb.Watch) and var what))
        {
            return MessageFaults.CannotCancel(fields.Current);
        }

        command = command with { What = what };
        return null;
    }

    private static SeatFault? ReadSchool(ref SeatCommand command, ref FieldReader fields)
    {
        fields.MoveNext();
        var school = fields.Current;
        if (school.IsEmpty)
        {
            return MessageFaults.MissingSchool(command);
        }

        if (school.Length is < 2 or > 16 || !char.IsAsciiLetter(school[0]) || !IsAsciiLettersOrDigits(school))
        {
            return MessageFaults.BadSchool(command, school);
        }

        Span<char> lower = stackalloc char[16];
        var length = school.ToLowerInvariant(lower);
        command = command with { School = new string(lower[..length]) };
        return null;
    }

    private static bool IsAsciiLettersOrDigits(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }
        }

        return true;
    }
}
