using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Text;

namespace Kairos.Triggers.Grids;

/// <summary>A week of slots, each on or off: 7 x 24, 48 or 96, Monday 00:00 first, in local time.</summary>
/// <remarks>Slot = day x slots a day + slot of the day, Monday is day 0. All off means never on.</remarks>
/// <threadsafety>Immutable; a value of 96 bytes without references.</threadsafety>
public readonly struct WeeklyGrid : IEquatable<WeeklyGrid>
{
    /// <summary>Half hours, the usual size.</summary>
    public const int HalfHours = 48;

    private const int Days = 7;
    private const int Hours = 24;
    private const int Quarters = 96;
    private const int BitsOfWord = 64;

    private readonly Words _words;
    private readonly byte _slotsPerDay;

    private WeeklyGrid(int slotsPerDay, Words words) => (_slotsPerDay, _words) = ((byte)slotsPerDay, words);

    /// <summary>24, 48 or 96.</summary>
    public int SlotsPerDay => _slotsPerDay == 0 ? HalfHours : _slotsPerDay;

    /// <summary>Slots of the week.</summary>
    public int Length => Days * SlotsPerDay;

    /// <summary>All slots are the same: it never changes.</summary>
    public bool IsConstant => NextChange(0) < 0;

    /// <summary>Whether a slot is on.</summary>
    public bool this[int slot] => slot >= 0 && slot < Length
        ? (_words[slot / BitsOfWord] & (1ul << (slot % BitsOfWord))) != 0
        : throw new ArgumentOutOfRangeException(nameof(slot), slot, $"A slot is from 0 to {Length - 1}.");

    internal long SlotMicros => RangesReader.Day / SlotsPerDay;

    /// <summary>A grid of slots.</summary>
    /// <exception cref="ArgumentException">There are not 168, 336 or 672.</exception>
    public static WeeklyGrid Of(ReadOnlySpan<bool> slots)
    {
        if (!HasLength(slots.Length))
        {
            throw new ArgumentException($"A grid has 168, 336 or 672 slots, not {slots.Length}.", nameof(slots));
        }

        Words words = default;
        for (int i = 0; i < slots.Length; i++)
        {
            words[i / BitsOfWord] |= slots[i] ? 1ul << (i % BitsOfWord) : 0;
        }

        return new WeeklyGrid(slots.Length / Days, words);
    }

    /// <summary>Reads 168, 336 or 672 characters 0 and 1, or ranges such as <c>Mon-Fri 08:00-20:00; Sat 10:00-24:00</c>.</summary>
    /// <exception cref="TriggerFormatException">It is neither; the message shows the forms.</exception>
    public static WeeklyGrid Parse(string text) =>
        TryParse(text, out WeeklyGrid grid, out TriggerFault? fault) ? grid : throw new TriggerFormatException(fault);

    /// <summary>Reads a grid, or says what can't be read.</summary>
    public static bool TryParse(string text, out WeeklyGrid grid, [NotNullWhen(false)] out TriggerFault? fault) =>
        TryParse(text.AsSpan(), out grid, out fault);

    /// <summary>The same; characters 0 and 1 are read without allocation.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out WeeklyGrid grid, [NotNullWhen(false)] out TriggerFault? fault)
    {
        ReadOnlySpan<char> slots = text.Trim();
        Words words = default;
        if (HasLength(slots.Length) && SlotText.TryRead(slots, words))
        {
            (grid, fault) = (new WeeklyGrid(slots.Length / Days, words), null);
            return true;
        }

        if (!slots.IsEmpty && !slots.ContainsAnyExcept('0', '1'))
        {
            (grid, fault) = (default, new TriggerFault("option", 0, $"The grid has {slots.Length} characters: 336 for half hours, 168 for hours, 672 for quarters of an hour, Monday 00:00 first."));
            return false;
        }

        if (!WeeklyRanges.TryParse(text.ToString(), out WeeklyRanges? ranges, out string? what))
        {
            (grid, fault) = (default, new TriggerFault("option", 0, $"The grid is neither 336 characters 0 and 1 nor ranges: {what}"));
            return false;
        }

        return TryFill(ranges, out grid, out fault);
    }

    /// <summary>The same for UTF-8; characters 0 and 1 are read without allocation.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out WeeklyGrid grid, [NotNullWhen(false)] out TriggerFault? fault)
    {
        ReadOnlySpan<byte> slots = utf8.Trim(" \t\r\n"u8);
        Words words = default;
        if (HasLength(slots.Length) && SlotText.TryRead(slots, words))
        {
            (grid, fault) = (new WeeklyGrid(slots.Length / Days, words), null);
            return true;
        }

        return TryParse(Encoding.UTF8.GetString(utf8).AsSpan(), out grid, out fault);
    }

    /// <summary>The first slot after the given one, going round the week, that is not as the given one is; -1 when all are the same.</summary>
    public int NextChange(int slot)
    {
        bool on = this[slot];
        int found = NextThatIs(!on, slot + 1);
        return found >= 0 ? found : NextThatIs(!on, 0);
    }

    /// <summary>The same week in half hours; false where a quarter of an hour is not as the other of its half hour.</summary>
    public bool TryToHalfHours(out WeeklyGrid grid)
    {
        Span<bool> slots = stackalloc bool[Days * HalfHours];
        for (int slot = 0; slot < slots.Length; slot++)
        {
            int first = slot * SlotsPerDay / HalfHours;
            slots[slot] = this[first];
            if (SlotsPerDay == Quarters && this[first] != this[first + 1])
            {
                grid = default;
                return false;
            }
        }

        grid = Of(slots);
        return true;
    }

    /// <summary>Whether it is on at a local time.</summary>
    internal bool IsOn(long local) => this[(int)(WeeklyRanges.OfWeek(local) / SlotMicros)];

    /// <summary>The first local time after the given one at which a slot begins that is not as the one before; the far future when all are the same.</summary>
    internal long NextChange(long local)
    {
        long ofWeek = WeeklyRanges.OfWeek(local);
        int slot = (int)(ofWeek / SlotMicros);
        int change = NextChange(slot);
        return change < 0 ? long.MaxValue : local - ofWeek + (change * SlotMicros) + (change > slot ? 0 : WeeklyRanges.Week);
    }

    /// <inheritdoc />
    public bool Equals(WeeklyGrid other) => SlotsPerDay == other.SlotsPerDay && ((ReadOnlySpan<ulong>)_words).SequenceEqual(other._words);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is WeeklyGrid other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (ulong word in _words)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }

    /// <summary>As so many characters 0 and 1 as there are slots.</summary>
    public override string ToString() => string.Create(Length, this, static (text, grid) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = grid[i] ? '1' : '0';
        }
    });

    /// <summary>As ranges, <c>Mon-Fri 08:00-20:00</c>; null when it is never on.</summary>
    public string? ToRanges()
    {
        List<(long, long)> ranges = [];
        for (int from = NextThatIs(true, 0); from >= 0 && from < Length;)
        {
            int until = NextThatIs(false, from);
            until = until < 0 ? Length : until;
            ranges.Add((from * SlotMicros, until * SlotMicros));
            from = until < Length ? NextThatIs(true, until) : Length;
        }

        return ranges.Count == 0 ? null : new WeeklyRanges(ranges).ToString();
    }

    /// <summary>Same value.</summary>
    public static bool operator ==(WeeklyGrid left, WeeklyGrid right) => left.Equals(right);

    /// <summary>Other value.</summary>
    public static bool operator !=(WeeklyGrid left, WeeklyGrid right) => !left.Equals(right);

    // Half hours where they do, quarters where they must.
    private static bool TryFill(WeeklyRanges ranges, out WeeklyGrid grid, [NotNullWhen(false)] out TriggerFault? fault)
    {
        grid = default;
        fault = null;
        foreach (int slotsPerDay in (ReadOnlySpan<int>)[HalfHours, Quarters])
        {
            long slot = RangesReader.Day / slotsPerDay;
            if (ranges.Ranges.All(r => r.From % slot == 0 && r.Until % slot == 0))
            {
                bool[] slots = new bool[Days * slotsPerDay];
                foreach ((long from, long until) in ranges.Ranges)
                {
                    slots.AsSpan((int)(from / slot)..(int)(until / slot)).Fill(true);
                }

                grid = Of(slots);
                return true;
            }
        }

        fault = new TriggerFault("option", 0, $"'{ranges}' does not fit a grid: its slots begin on the quarter of an hour.");
        return false;
    }

    private static bool HasLength(int slots) => slots is Days * Hours or Days * HalfHours or Days * Quarters;

    private int NextThatIs(bool on, int from)
    {
        ulong other = on ? 0 : ulong.MaxValue;
        int length = Length;
        int word = from / BitsOfWord;
        ulong bits = (_words[word] ^ other) & (ulong.MaxValue << (from % BitsOfWord));
        while (bits == 0)
        {
            word++;
            if (word * BitsOfWord >= length)
            {
                return -1;
            }

            bits = _words[word] ^ other;
        }

        // Bits beyond the week are off.
        int found = (word * BitsOfWord) + BitOperations.TrailingZeroCount(bits);
        return found < length ? found : -1;
    }

    [InlineArray(11)]
    private struct Words
    {
        private ulong _first;
    }
}
