using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using static Kairos.Triggers.Grids.CoefficientValues;

namespace Kairos.Triggers.Grids;

/// <summary>Reads price coefficients of a week's slots, as in <c>time_range_price_coef</c>: above zero is on.</summary>
/// <remarks>
/// JSON: an array of 168, 336 or 672 numbers, Monday 00:00 first; an array of seven arrays of 24, 48 or 96; or an object of
/// seven such arrays, named 1 (Monday) to 7, or mon to sun. A number may stand in quotes.
/// </remarks>
public static class CoefficientReader
{
    private const int Days = 7;
    private const int MostOfDay = 96;

    /// <summary>Reads a grid without allocation, or says what can't be read.</summary>
    /// <param name="utf8">JSON.</param>
    /// <param name="grid">By our convention: all zeros are never.</param>
    /// <param name="fault">Its position is in bytes; the message names the remedy.</param>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out WeeklyGrid grid, [NotNullWhen(false)] out TriggerFault? fault)
    {
        Span<bool> slots = stackalloc bool[Days * MostOfDay];
        Utf8JsonReader json = new(utf8);
        grid = default;
        try
        {
            json.Read();
            int count = json.TokenType switch
            {
                JsonTokenType.StartArray => ReadArray(ref json, slots, out fault),
                JsonTokenType.StartObject => ReadObject(ref json, slots, out fault),
                _ => Refuse(json, "It is neither an array nor an object", out fault),
            };

            if (fault is null)
            {
                // The reader itself refuses what follows.
                json.Read();
                grid = WeeklyGrid.Of(slots[..count]);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what the reader says of escapes and bytes that make no text.
            fault = new TriggerFault("option", (int)json.BytesConsumed, $"The coefficients are no JSON from byte {json.BytesConsumed} on: {Expected}.");
        }

        return fault is null;
    }

    /// <summary>The same for text.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out WeeklyGrid grid, [NotNullWhen(false)] out TriggerFault? fault)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        int length = Encoding.UTF8.GetBytes(text, rented);
        bool isRead = TryRead(rented.AsSpan(0, length), out grid, out fault);
        ArrayPool<byte>.Shared.Return(rented);
        return isRead;
    }

    // Numbers of the whole week, or seven days: the first element tells.
    private static int ReadArray(ref Utf8JsonReader json, scoped Span<bool> slots, out TriggerFault? fault)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            int count = ReadNumbers(ref json, slots, "the week", out fault);
            return fault is not null || count is Days * 24 or Days * 48 or Days * 96 ? count : Refuse(json, $"There are {count} numbers", out fault);
        }

        int perDay = 0;
        int day = 0;
        for (; json.TokenType == JsonTokenType.StartArray && day < Days; day++)
        {
            if (!TryReadDay(ref json, slots, day, ref perDay, out fault))
            {
                return 0;
            }

            json.Read();
        }

        fault = null;
        return json.TokenType != JsonTokenType.EndArray ? Refuse(json, day == Days ? "There are more than seven days" : $"{Name(day)} is no array", out fault)
            : day < Days ? Refuse(json, $"There are {day} days", out fault)
            : Together(slots, perDay);
    }

    private static int ReadObject(ref Utf8JsonReader json, scoped Span<bool> slots, out TriggerFault? fault)
    {
        int perDay = 0;
        int seen = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!TryReadName(json, out int day))
            {
                return Refuse(json, "The name is no day of the week", out fault);
            }

            json.Read();
            if (json.TokenType != JsonTokenType.StartArray)
            {
                return Refuse(json, $"{Name(day)} is no array", out fault);
            }

            if ((seen & (1 << day)) != 0)
            {
                return Refuse(json, $"{Name(day)} is there twice", out fault);
            }

            if (!TryReadDay(ref json, slots, day, ref perDay, out fault))
            {
                return 0;
            }

            seen |= 1 << day;
        }

        fault = null;
        int missing = int.TrailingZeroCount(~seen);
        return missing < Days ? Refuse(json, $"{Name(missing)} is missing, and a day that is off has zeros", out fault) : Together(slots, perDay);
    }

    // Each day where it would be if days were the longest: how long they are is known when one has been read.
    private static bool TryReadDay(ref Utf8JsonReader json, scoped Span<bool> slots, int day, ref int perDay, out TriggerFault? fault)
    {
        json.Read();
        int count = ReadNumbers(ref json, slots.Slice(day * MostOfDay, MostOfDay), Name(day), out fault);
        if (fault is null && count is not (24 or 48 or 96))
        {
            Refuse(json, $"{Name(day)} has {count} numbers", out fault);
        }
        else if (fault is null && perDay != 0 && count != perDay)
        {
            Refuse(json, $"{Name(day)} has {count} numbers and another day {perDay}", out fault);
        }

        perDay = count;
        return fault is null;
    }

    private static int Together(Span<bool> slots, int perDay)
    {
        for (int day = 1; day < Days; day++)
        {
            slots.Slice(day * MostOfDay, perDay).CopyTo(slots[(day * perDay)..]);
        }

        return Days * perDay;
    }
}
