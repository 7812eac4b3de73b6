namespace Kairos.Triggers.Cron;

/// <summary>Reads one field of a cron expression into bits, one a value; 0 is what could not be read.</summary>
internal struct CronFieldReader
{
    // Jobs on the 29th and later would miss months.
    private const int DaysOfEveryMonth = 28;

    private readonly CronField _field;
    private readonly string _text;
    private readonly int _end;
    private readonly long? _seed;
    private int _at;

    internal CronFieldReader(CronField field, string text, Range range, long? seed) =>
        (_field, _text, _at, _end, _seed) = (field, text, range.Start.Value, range.End.Value, seed);

    /// <summary>What was wrong, in the words of whoever wrote the expression.</summary>
    internal TriggerFault? Fault { get; private set; }

    /// <summary>It goes over several values by itself.</summary>
    internal bool IsInterval { get; private set; }

    /// <summary>Where the <c>H</c> stands, as what it would be without a seed.</summary>
    internal TriggerFault? Hash { get; private set; }

    /// <summary>What was read last was one value, neither part of a list nor of a range.</summary>
    internal bool IsAfterSingle { get; private set; }

    internal readonly bool StartsHashed => Peek(0) == 'H';

    /// <summary>A day and a <c>W</c>.</summary>
    internal readonly bool IsDayThenW => (char.IsAsciiDigit(Peek(0)) && Peek(1) == 'W') || (char.IsAsciiDigit(Peek(0)) && char.IsAsciiDigit(Peek(1)) && Peek(2) == 'W');

    internal bool Accept(char expected)
    {
        if (Peek(0) != expected)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>Values, ranges and steps, separated by commas.</summary>
    internal ulong List()
    {
        ulong bits = 0;
        int items = 0;
        do
        {
            ulong item = Item();
            if (item == 0)
            {
                return 0;
            }

            bits |= item;
            items++;
        }
        while (Accept(','));
        IsAfterSingle &= items == 1;
        return bits;
    }

    /// <summary><c>H</c> or <c>H/n</c>.</summary>
    internal ulong Hashed()
    {
        Hash = new TriggerFault(_field.Name, _at, $"H is drawn from a seed, and there is none: give one, or a value in its place; {_field.Name} takes {_field.Allowed}.");
        _at++;
        int days = _field == CronField.DayOfMonth ? DaysOfEveryMonth : _field.Cycle;
        ulong drawn = Mixing.Mix(_seed ?? 0, _field.Number);
        if (!Accept('/'))
        {
            return 1ul << (_field.First + (int)(drawn % (ulong)days));
        }

        IsInterval = _field.MakesInterval;
        int step = Step();
        return step == 0 ? 0 : Range(_field.First + (int)(drawn % (ulong)Math.Min(step, days)), _field.First + _field.Cycle - 1, step);
    }

    /// <summary>One value.</summary>
    internal ulong Single() => Value() is >= 0 and int value ? 1ul << value : 0;

    /// <summary>What may follow an <c>L</c>: how many days before the last.</summary>
    internal bool TryFromLast(out int days)
    {
        days = 0;
        return !Accept('-') || (days = Number(0, 30, "after L- stands a number of days")) >= 0;
    }

    /// <summary>What follows a <c>#</c>.</summary>
    internal bool TryNth(out int nth) => (nth = Number(1, 5, "after # stands which one in the month")) > 0;

    /// <summary>The bits, if the field ends here.</summary>
    internal ulong AtEnd(ulong bits)
    {
        if (bits == 0 || _at == _end)
        {
            return bits;
        }

        char unexpected = _text[_at];
        string alone = Peek(0) is 'L' or 'W' or '#' or 'H' ? "; L, W, # and H stand alone in their fields, not in lists, ranges or steps" : "";
        return Fail(_at, $"'{unexpected}' is not understood here{alone}");
    }

    private ulong Item()
    {
        IsAfterSingle = false;
        if (Accept('*') || Accept('?'))
        {
            IsInterval |= _field.MakesInterval;
            return Accept('/') ? Stepped(_field.First, _field.Last) : Range(_field.First, _field.Last, 1);
        }

        int low = Value();
        if (low < 0)
        {
            return 0;
        }

        if (Accept('-'))
        {
            IsInterval |= _field.MakesInterval;
            int high = Value();
            return high < 0 ? 0 : Accept('/') ? Stepped(low, high) : Range(low, high, 1);
        }

        if (Accept('/'))
        {
            IsInterval |= _field.MakesInterval;
            return Stepped(low, _field.Last);
        }

        IsAfterSingle = true;
        return 1ul << low;
    }

    private ulong Stepped(int low, int high)
    {
        int step = Step();
        return step == 0 ? 0 : Range(low, high, step);
    }

    // A reversed range wraps, and its steps run on through the wrap.
    private readonly ulong Range(int low, int high, int step)
    {
        if (_field == CronField.DayOfWeek && low == 7 && high < 7)
        {
            low = 0;
        }

        if (low <= high && step == 1)
        {
            return (ulong.MaxValue >> (63 - high)) & (ulong.MaxValue << low);
        }

        int last = low <= high ? high : high + _field.Cycle;
        ulong bits = 0;
        for (int value = low; value <= last; value += step)
        {
            bits |= 1ul << (_field.First + ((value - _field.First) % _field.Cycle));
        }

        return bits;
    }

    private int Step()
    {
        int step = Number(1, _field.Last, "after / stands a step");
        return Math.Max(step, 0);
    }

    private int Value()
    {
        int start = _at;
        if (!char.IsAsciiDigit(Peek(0)))
        {
            return Name();
        }

        int number = Digits();
        if (number >= _field.First && number <= _field.Last)
        {
            return number;
        }

        Fail(start, $"{_text[start.._at]} is out of range");
        return -1;
    }

    private int Name()
    {
        for (int i = 0; i < _field.Names.Count; i++)
        {
            string name = _field.Names[i];
            if (Peek(0) == name[0] && Peek(1) == name[1] && Peek(2) == name[2])
            {
                _at += name.Length;
                return _field.First + i;
            }
        }

        Fail(_at, _at == _end ? "a value is missing" : $"'{_text[_at.._end]}' is no value");
        return -1;
    }

    private int Number(int least, int most, string what)
    {
        int start = _at;
        if (char.IsAsciiDigit(Peek(0)) && Digits() is int number && number >= least && number <= most)
        {
            return number;
        }

        Fail(start, $"{what} from {least} to {most}{(_at > start ? $", not {_text[start.._at]}" : "")}");
        return -1;
    }

    // Longer ones are out of every range, and stay so.
    private int Digits()
    {
        int number = 0;
        for (; char.IsAsciiDigit(Peek(0)); _at++)
        {
            number = Math.Min((number * 10) + (Peek(0) - '0'), 9_999);
        }

        return number;
    }

    private ulong Fail(int position, string what)
    {
        Fault ??= new TriggerFault(_field.Name, position, $"{char.ToUpperInvariant(what[0])}{what[1..]}: {_field.Name} takes {_field.Allowed}; also *, lists 1,2, ranges 1-5 and steps */2.");
        return 0;
    }

    // The capital of what stands so far ahead; 0 beyond the field.
    private readonly char Peek(int ahead)
    {
        char c = _at + ahead < _end ? _text[_at + ahead] : '\0';
        return c is >= 'a' and <= 'z' ? (char)(c - 32) : c;
    }
}
