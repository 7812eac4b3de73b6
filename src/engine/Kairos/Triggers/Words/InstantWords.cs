using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Kairos.Time;
using Kairos.Triggers.Zones;

namespace Kairos.Triggers.Words;

/// <summary>Instants as the clocks of a zone show them, with the offset: <c>2026-11-21 20:10:00 UTC+08:00</c>.</summary>
internal sealed class InstantWords(ZoneOffsets offsets)
{
    private const string Form = "yyyy-MM-dd HH:mm:ss.FFFFFF";
    private const string Utc = " UTC";

    [return: NotNullIfNotNull(nameof(instant))]
    internal string? Write(Instant? instant) => instant is { } given ? Write(given) : null;

    internal string Write(Instant instant)
    {
        Instant local = new(offsets.ToLocal(instant.Micros));

        // At either end of the calendar the local date may lie beyond it.
        return offsets == ZoneOffsets.Utc || local < Instant.Min || local > Instant.Max
            ? Text(instant) + Utc
            : Text(local) + Utc + Offset(local - instant);
    }

    private static string Text(Instant instant) => instant.ToDateTimeOffset().ToString(Form, CultureInfo.InvariantCulture);

    // Before zones there was the sun: offsets of old have seconds.
    private static string Offset(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(offset.Seconds == 0 ? @"hh\:mm" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);
}
