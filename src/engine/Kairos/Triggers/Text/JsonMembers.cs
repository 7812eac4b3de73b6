using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Kairos.Time;

namespace Kairos.Triggers.Text;

/// <summary>The members of a JSON object, each taken once: what is left in the end was not understood.</summary>
internal sealed class JsonMembers
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    internal JsonMembers(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("It is no JSON object.");
        }

        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (!_members.TryAdd(member.Name, member.Value))
            {
                throw new FormatException($"Member '{member.Name}' is there twice.");
            }
        }
    }

    /// <summary>A member that nobody took; null when all is understood.</summary>
    internal string? Left => _members.Count == 0 ? null : _members.Keys.First();

    internal JsonElement? Take(string name) => _members.Remove(name, out JsonElement value) ? value : null;

    internal string? TakeText(string name) => Take(name) is { } json ? Text(name, json) : null;

    internal Instant? TakeInstant(string name) => TakeText(name) is { } text ? ReadInstant(text) : null;

    /// <summary>As people write it, as hours, minutes and seconds, or as a number of seconds.</summary>
    internal TimeSpan? TakeSpan(string name) => Take(name) is { } json ? ReadSpan(name, json) : null;

    internal int? TakeCount(string name) => Take(name) is not { } json ? null
        : json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out int count) ? count
        : throw new FormatException($"'{name}' holds {json.GetRawText()}, which is no whole number.");

    internal long? TakeNumber(string name) => Take(name) is not { } json ? null
        : json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out long number) ? number
        : throw new FormatException($"'{name}' holds {json.GetRawText()}, which is no whole number.");

    internal static ImmutableArray<string> Items(string name, JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Select(item => Text(name, item))]
        : throw new FormatException($"'{name}' is no list.");

    internal static string Text(string name, JsonElement json) => json.ValueKind == JsonValueKind.String
        ? json.GetString()!
        : throw new FormatException($"'{name}' holds {json.GetRawText()}, which is no text.");

    internal static Instant ReadInstant(string text) => Instant.TryParse(text, out Instant instant)
        ? instant
        : throw new FormatException($"'{text}' is not an instant: write it as 2026-11-20T20:10:00Z or with an offset.");

    internal static TimeSpan ReadSpan(string text)
    {
        // Without a colon the platform's own form would be read as days.
        return DurationText.TryRead(text, out TimeSpan span) || (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span))
            ? Whole(span)
            : throw new FormatException($"'{text}' is not a span of time: {DurationText.Expected}.");
    }

    private static TimeSpan ReadSpan(string name, JsonElement json) => json.ValueKind == JsonValueKind.Number ? Whole(TimeSpan.FromSeconds(json.GetDouble())) : ReadSpan(Text(name, json));

    // To the microsecond, which is what is written.
    private static TimeSpan Whole(TimeSpan span) => new(span.Ticks - (span.Ticks % TimeSpan.TicksPerMicrosecond));
}
