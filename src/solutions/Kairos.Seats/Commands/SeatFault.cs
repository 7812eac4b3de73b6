namespace Kairos.Seats.Commands;

/// <summary>A refused message: which field, why, what was read, what is expected, and a corrected example.</summary>
/// <remarks>No text in here holds a session value: what was read is shortened wherever it could be one.</remarks>
public sealed record SeatFault : SeatParse
{
    /// <summary>The field that was judged.</summary>
    public required SeatField Field { get; init; }

    /// <summary>The reason, for programs.</summary>
    public required SeatFaultCode Code { get; init; }

    /// <summary>The reason for people, in Chinese.</summary>
    public required string Chinese { get; init; }

    /// <summary>The reason for people, in English.</summary>
    public required string English { get; init; }

    /// <summary>A message that would be accepted, made of what was understood so far; session values stand as <c>…</c>.</summary>
    public required string Example { get; init; }

    /// <summary>Both languages and the example in one line.</summary>
    public string Message => $"{Chinese} / {English} 例 e.g. {Example}";
}
