using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kairos.Triggers.Grids;

/// <summary>The numbers and names of price coefficients.</summary>
internal static class CoefficientValues
{
    internal const string Expected = "write an array of 168, 336 or 672 numbers from Monday 00:00 on, an array of seven arrays of 24, 48 or 96, or an object of seven such arrays named 1 to 7 or mon to sun";

    // No number or name that is meant is longer.
    private const int Longest = 64;
    private static readonly string[] s_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    internal static string Name(int day) => s_days[day];

    /// <summary>Reads up to the end of the array that the reader stands in the first element of.</summary>
    /// <returns>How many there were; when there is a fault nothing of use.</returns>
    internal static int ReadNumbers(ref Utf8JsonReader json, scoped Span<bool> slots, string whose, out TriggerFault? fault)
    {
        fault = null;
        int count = 0;
        for (; json.TokenType != JsonTokenType.EndArray; json.Read())
        {
            if (count == slots.Length)
            {
                return Refuse(json, $"There are more than {count} numbers for {whose}", out fault);
            }

            if (!TryReadNumber(json, out int sign))
            {
                return Refuse(json, $"Slot {count} of {whose} is no number", out fault);
            }

            if (sign < 0)
            {
                return Refuse(json, $"Slot {count} of {whose} is negative; off is 0", out fault);
            }

            slots[count++] = sign > 0;
        }

        return count;
    }

    internal static bool TryReadName(in Utf8JsonReader json, out int day)
    {
        Span<byte> copy = stackalloc byte[Longest];
        ReadOnlySpan<byte> name = Text(json, copy);
        day = name.Length == 1 ? name[0] - '1' : s_days.Length - 1;
        while (name.Length != 1 && day >= 0 && !Ascii.EqualsIgnoreCase(name, s_days[day]))
        {
            day--;
        }

        return day is >= 0 and < 7;
    }

    internal static int Refuse(in Utf8JsonReader json, string what, out TriggerFault fault)
    {
        fault = new TriggerFault("option", (int)json.TokenStartIndex, $"{what}, at byte {json.TokenStartIndex} of the coefficients: {Expected}.");
        return 0;
    }

    // By its characters, not by its value: what is above zero stays so however small it is.
    private static bool TryReadNumber(in Utf8JsonReader json, out int sign)
    {
        Span<byte> copy = stackalloc byte[Longest];
        ReadOnlySpan<byte> text = json.TokenType switch
        {
            JsonTokenType.Number => json.ValueSpan,
            JsonTokenType.String => Text(json, copy).Trim((byte)' '),
            _ => [],
        };
        bool isNegative = text.StartsWith("-"u8);
        ReadOnlySpan<byte> digits = text.IsEmpty || text[0] is not ((byte)'-' or (byte)'+') ? text : text[1..];
        int end = digits.IndexOfAny((byte)'e', (byte)'E');
        bool isZero = !(end < 0 ? digits : digits[..end]).ContainsAnyInRange((byte)'1', (byte)'9');
        sign = isZero ? 0 : isNegative ? -1 : 1;

        // NaN and Infinity are read by the platform too, and are no coefficients.
        return json.TokenType == JsonTokenType.Number
            || (!digits.IsEmpty && digits[0] is (>= (byte)'0' and <= (byte)'9') or (byte)'.' && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
    }

    private static ReadOnlySpan<byte> Text(in Utf8JsonReader json, Span<byte> copy) =>
        !json.ValueIsEscaped ? json.ValueSpan
        : json.ValueSpan.Length <= copy.Length ? copy[..json.CopyString(copy)]
        : [];
}
