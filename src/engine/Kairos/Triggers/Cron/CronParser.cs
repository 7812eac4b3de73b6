namespace Kairos.Triggers.Cron;

/// <summary>Reads a cron expression field by field.</summary>
/// <param name="text">The expression.</param>
/// <param name="seed">What <c>H</c> is drawn from.</param>
internal struct CronParser(string text, long? seed)
{
    private const int FieldsWithSecond = 6;
    private bool _interval;
    private TriggerFault? _hash;

    /// <summary>What was wrong, after a parse that gave nothing.</summary>
    internal TriggerFault? Fault { get; private set; }

    internal CronExpression? Parse()
    {
        Span<Range> found = stackalloc Range[FieldsWithSecond + 1];
        int count = Split(found);
        if (count > 0 && text[found[0].Start.Value] == '@')
        {
            return Macro(found[0], count);
        }

        if (count is < 5 or > FieldsWithSecond)
        {
            Fault = new TriggerFault("expression", count > FieldsWithSecond ? found[FieldsWithSecond].Start.Value : text.TrimEnd().Length, count switch
            {
                0 => "The expression is empty: give 5 fields (minute hour day-of-month month day-of-week), 6 with second first, or a macro such as @daily.",
                > FieldsWithSecond => "The expression has more than 6 fields: give minute hour day-of-month month day-of-week, or 6 with second first.",
                _ => $"The expression has {count} {(count == 1 ? "field" : "fields")}: give 5 (minute hour day-of-month month day-of-week), or 6 with second first.",
            });
            return null;
        }

        ReadOnlySpan<Range> fields = found[..count];
        return Fields(fields, Canonical(fields));
    }

    private CronExpression? Fields(ReadOnlySpan<Range> fields, string canonical)
    {
        // Nothing is 0 but what could not be read.
        bool withSecond = fields.Length == FieldsWithSecond;
        ulong seconds = withSecond ? Plain(CronField.Second, fields[0]) : 1;
        ReadOnlySpan<Range> rest = withSecond ? fields[1..] : fields;
        ulong minutes = seconds == 0 ? 0 : Plain(CronField.Minute, rest[0]);
        ulong hours = minutes == 0 ? 0 : Plain(CronField.Hour, rest[1]);
        if (hours == 0 || DaysOfMonth(rest[2]) is not { } ofMonth)
        {
            return null;
        }

        ulong months = Plain(CronField.Month, rest[3]);
        if (months == 0 || DaysOfWeek(rest[4]) is not { } ofWeek)
        {
            return null;
        }

        CronMasks masks = new()
        {
            Seconds = seconds,
            Minutes = minutes,
            Hours = (uint)hours,
            Months = (uint)months,
            Days = ofMonth with { OfWeek = ofWeek.OfWeek, Nth = ofWeek.Nth },
        };
        return new CronExpression(canonical, masks, _interval, _hash, seed);
    }

    private CronExpression? Macro(Range name, int count)
    {
        string? meaning = count > 1 ? null : CronMacro.Meaning(text[name].ToUpperInvariant());
        if (meaning is null)
        {
            Fault = new TriggerFault("expression", name.Start.Value, "A macro stands alone and is one of @every_second, @every_minute, @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually.");
            return null;
        }

        CronParser inner = new(meaning, seed);
        Span<Range> fields = stackalloc Range[FieldsWithSecond + 1];
        return inner.Fields(fields[..inner.Split(fields)], text[name].ToUpperInvariant());
    }

    private ulong Plain(CronField field, Range range)
    {
        CronFieldReader reader = Reader(field, range);
        return Done(ref reader, reader.StartsHashed ? reader.Hashed() : reader.List());
    }

    private CronDays? DaysOfMonth(Range range)
    {
        CronFieldReader reader = Reader(CronField.DayOfMonth, range);
        CronDays days = new(0, 0, FromLast: -1, NearestWeekday: false, Nth: 0);
        if (reader.StartsHashed)
        {
            days = days with { OfMonth = (uint)reader.Hashed() };
        }
        else if (reader.Accept('L'))
        {
            bool good = reader.TryFromLast(out int fromLast);
            days = days with { OfMonth = good ? 1u : 0, FromLast = fromLast, NearestWeekday = reader.Accept('W') };
        }
        else if (reader.IsDayThenW)
        {
            days = days with { OfMonth = (uint)reader.Single(), NearestWeekday = reader.Accept('W') };
        }
        else
        {
            days = days with { OfMonth = (uint)reader.List() };
        }

        return Done(ref reader, days.OfMonth) == 0 ? null : days;
    }

    private (uint OfWeek, int Nth)? DaysOfWeek(Range range)
    {
        CronFieldReader reader = Reader(CronField.DayOfWeek, range);
        ulong bits = reader.StartsHashed ? reader.Hashed() : reader.List();
        int nth = 0;
        if (reader.IsAfterSingle && reader.Accept('L'))
        {
            nth = -1;
        }
        else if (reader.IsAfterSingle && reader.Accept('#') && !reader.TryNth(out nth))
        {
            bits = 0;
        }

        // 7 is Sunday too.
        uint days = (uint)((bits | (bits >> 7)) & 0b111_1111);
        return Done(ref reader, days) == 0 ? null : (days, nth);
    }

    private readonly CronFieldReader Reader(CronField field, Range range) => new(field, text, range, seed);

    private ulong Done(ref CronFieldReader reader, ulong bits)
    {
        bits = reader.AtEnd(bits);
        _interval |= reader.IsInterval;
        _hash ??= reader.Hash;
        Fault ??= reader.Fault;
        return bits;
    }

    // As many as fit; more are not looked at.
    private readonly int Split(Span<Range> fields)
    {
        int count = 0;
        int at = 0;
        while (count < fields.Length)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                break;
            }

            int start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            fields[count++] = start..at;
        }

        return count;
    }

    private readonly string Canonical(ReadOnlySpan<Range> fields)
    {
        bool canonical = fields[0].Start.Value == 0 && fields[^1].End.Value == text.Length;
        for (int i = 1; canonical && i < fields.Length; i++)
        {
            int gap = fields[i - 1].End.Value;
            canonical = fields[i].Start.Value == gap + 1 && text[gap] == ' ';
        }

        if (canonical && !text.AsSpan().ContainsAnyInRange('a', 'z'))
        {
            return text;
        }

        List<string> parts = new(fields.Length);
        foreach (Range field in fields)
        {
            parts.Add(text[field].ToUpperInvariant());
        }

        return string.Join(' ', parts);
    }
}
