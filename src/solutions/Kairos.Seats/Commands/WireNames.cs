namespace Kairos.Seats.Commands;

/// <summary>The names that programs read under the keys <c>field</c>, <c>code</c> and <c>mode</c>.</summary>
public static class WireNames
{
    /// <summary>The value of <c>field</c>.</summary>
    public static string WireName(this SeatField field) => field switch
    {
        SeatField.Message => "message",
        SeatField.Verb => "verb",
        SeatField.School => "school",
        SeatField.Room => "room",
        SeatField.Seat => "seat",
        SeatField.Session => "session",
        SeatField.Extras => "extras",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Not a field: use a named member of SeatField."),
    };

    /// <summary>The value of <c>code</c>.</summary>
    public static string WireName(this SeatFaultCode code) => code switch
    {
        SeatFaultCode.TooLong => "too-long",
        SeatFaultCode.UnknownVerb => "unknown-verb",
        SeatFaultCode.MissingField => "missing-field",
        SeatFaultCode.BadSchool => "bad-school",
        SeatFaultCode.NotANumber => "not-a-number",
        SeatFaultCode.OutOfRange => "out-of-range",
        SeatFaultCode.TooManyCandidates => "too-many-candidates",
        SeatFaultCode.MissingCookie => "missing-cookie",
        SeatFaultCode.Placeholder => "placeholder",
        SeatFaultCode.EmptyValue => "empty-value",
        SeatFaultCode.BadTime => "bad-time",
        SeatFaultCode.BadMode => "bad-mode",
        SeatFaultCode.BadFallback => "bad-fallback",
        SeatFaultCode.UnknownExtra => "unknown-extra",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "Not a fault code: use a named member of SeatFaultCode."),
    };

    /// <summary>The value of <c>mode</c>.</summary>
    public static string WireName(this SeatMode mode) => mode switch
    {
        SeatMode.Today => "today",
        SeatMode.Tomorrow => "tomorrow",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not a mode: use a named member of SeatMode."),
    };
}
