namespace Kairos.Seats.Commands;

/// <summary>Walks the fields of a message from left to right: divided by <c>;</c> or <c>,</c>, trimmed.</summary>
/// <remarks>A text without a divider is one field; a closing divider is followed by an empty field.</remarks>
internal ref struct FieldReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>The field at hand; empty before the first and after the last.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Whether the field at hand is the message's last.</summary>
    public bool IsLast { get; private set; }

    public bool MoveNext()
    {
        if (IsLast)
        {
            Current = default;
            return false;
        }

        var end = _rest.IndexOfAny(';', ',');
        IsLast = end < 0;
        Current = (IsLast ? _rest : _rest[..end]).Trim();
        _rest = IsLast ? default : _rest[(end + 1)..];
        return true;
    }
}
