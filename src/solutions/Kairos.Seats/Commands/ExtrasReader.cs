namespace Kairos.Seats.Commands;

/// <summary>Reads what stands after <c>--</c>: <c>name=value</c>, divided by white space, <c>;</c> or <c>,</c>.</summary>
/// <remarks>White space around <c>=</c> does not matter. Of an extra that stands several times the last counts.</remarks>
internal static class ExtrasReader
{
    internal static SeatFault? Read(ref SeatCommand command, ReadOnlySpan<char> extras)
    {
        while (Next(ref extras, out var name, out var value))
        {
            if (Apply(ref command, name, value) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static SeatFault? Apply(ref SeatCommand command, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case "时间" or "t" or "T":
                if (Time(value) is not { } time)
                {
                    return ExtraFaults.BadTime(command, value);
                }

                command = command with { OpenAt = time };
                return null;
            case "模式":
                if (value is not ("今" or "明"))
                {
                    return ExtraFaults.BadMode(command, value);
                }

                command = command with { Mode = value is "今" ? SeatMode.Today : SeatMode.Tomorrow };
                return null;
            case "备选":
                if (value is not "任意")
                {
                    return ExtraFaults.BadFallback(command, value);
                }

                command = command with { FallbackAny = true };
                return null;
            default:
                return ExtraFaults.Unknown(command, name);
        }
    }

    private static bool Next(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        while (!rest.IsEmpty && Divides(rest[0]))
        {
            rest = rest[1..];
        }

        name = Word(ref rest, endsAtEquals: true);
        value = default;
        var behind = rest.TrimStart();
        if (behind.StartsWith('='))
        {
            rest = behind[1..].TrimStart();
            value = Word(ref rest, endsAtEquals: false);
            return true;
        }

        return !name.IsEmpty;
    }

    private static ReadOnlySpan<char> Word(ref ReadOnlySpan<char> rest, bool endsAtEquals)
    {
        var end = 0;
        while (end < rest.Length && !Divides(rest[end]) && !(endsAtEquals && rest[end] == '='))
        {
            end++;
        }

        var word = rest[..end];
        rest = rest[end..];
        return word;
    }

    private static bool Divides(char c) => c is ';' or ',' || char.IsWhiteSpace(c);

    private static TimeOnly? Time(ReadOnlySpan<char> text)
    {
        Span<Range> parts = stackalloc Range[4];
        var count = text.Split(parts, ':');
        if (count is not (2 or 3) || text[parts[0]].Length > 2 || text[parts[1]].Length != 2 || (count == 3 && text[parts[2]].Length != 2))
        {
            return null;
        }

        var (hour, minute, second) = (Digits(text[parts[0]]), Digits(text[parts[1]]), count == 3 ? Digits(text[parts[2]]) : 0);
        return hour < 24 && minute < 60 && second < 60 ? new TimeOnly(hour.Value, minute.Value, second.Value) : null;
    }

    private static int? Digits(ReadOnlySpan<char> text)
    {
        int? number = text.IsEmpty ? null : 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return null;
            }

            number = (number * 10) + (c - '0');
        }

        return number;
    }
}
