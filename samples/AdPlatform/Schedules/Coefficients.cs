using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AdPlatform.Schedules;

/// <summary>A week as the media of channels 2 to 5 keep it: how many times its price a slot is worth, zero where it is off.</summary>
internal static class Coefficients
{
    /// <summary>Bytes that a week takes at most.</summary>
    internal const int Longest = (Week.Slots * 4) + 2;

    private const int EveningFrom = 36;

    /// <summary>Writes a JSON array of 336 numbers, and returns its length. Evenings are worth the raise in tenths more.</summary>
    internal static int Write(ReadOnlySpan<byte> week, int raise, Span<byte> into)
    {
        Span<byte> evening = stackalloc byte[3];
        int length = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"1.{raise}"), evening);
        int at = 0;
        for (int slot = 0; slot < week.Length; slot++)
        {
            into[at++] = slot == 0 ? (byte)'[' : (byte)',';
            if (week[slot] == '1' && raise > 0 && slot % Week.SlotsPerDay >= EveningFrom)
            {
                evening[..length].CopyTo(into[at..]);
                at += length;
            }
            else
            {
                into[at++] = week[slot];
            }
        }

        into[at++] = (byte)']';
        return at;
    }

    /// <summary>Reads such an array into characters 0 and 1.</summary>
    /// <exception cref="FormatException">There are not 336 numbers.</exception>
    internal static void Read(ReadOnlySpan<byte> json, Span<byte> week)
    {
        Utf8JsonReader reader = new(json);
        int slot = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number && slot < Week.Slots)
            {
                week[slot++] = reader.GetDouble() > 0 ? (byte)'1' : (byte)'0';
            }
        }

        if (slot != Week.Slots)
        {
            throw new FormatException($"The coefficients are {slot} numbers: there must be {Week.Slots}.");
        }
    }
}
