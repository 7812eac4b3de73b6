namespace Kairos.Seats.Commands;

/// <summary>Finds the two cookies by name in whatever the user pasted.</summary>
/// <remarks>Of a cookie that stands several times the last value that is not empty counts: it was pasted last.</remarks>
internal ref struct SessionReader
{
    private const string Header = "Cookie:";

    private Found _wechat;
    private Found _server;
    private bool _placeholder;
    private bool _foreignPlaceholder;

    /// <summary>Whether a field is the session's first.</summary>
    internal static bool StartsAt(ReadOnlySpan<char> field) =>
        field.Contains('=') || IsPlaceholder(field) || field.StartsWith(Header, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads from the field at hand, when the session starts there, to the message's end.</summary>
    internal static SeatFault? Read(ref SeatCommand command, ref FieldReader fields)
    {
        var reader = default(SessionReader);
        if (StartsAt(fields.Current))
        {
            do
            {
                reader.Take(fields.Current);
            }
            while (fields.MoveNext());
        }

        if (reader.Judge(command) is { } fault)
        {
            return fault;
        }

        command = command with
        {
            Session = new SessionCookies { WechatSessId = new string(reader._wechat.Value), ServerId = new string(reader._server.Value) },
        };
        return null;
    }

    private void Take(ReadOnlySpan<char> field)
    {
        var cookie = field.StartsWith(Header, StringComparison.OrdinalIgnoreCase) ? field[Header.Length..].TrimStart() : field;
        var equals = cookie.IndexOf('=');
        if (equals < 0)
        {
            _placeholder |= IsPlaceholder(cookie);
            return;
        }

        var name = cookie[..equals].TrimEnd();
        var value = cookie[(equals + 1)..].TrimStart();
        if (name.SequenceEqual(SessionCookies.WechatName))
        {
            _placeholder |= IsPlaceholder(value);
            _wechat.Take(value);
        }
        else if (name.SequenceEqual(SessionCookies.ServerName))
        {
            _placeholder |= IsPlaceholder(value);
            _server.Take(value);
        }
        else
        {
            _foreignPlaceholder |= IsPlaceholder(value);
        }
    }

    private readonly SeatFault? Judge(SeatCommand command)
    {
        var missing = !_wechat.Seen || !_server.Seen;

        // A foreign cookie is ignored, but "sessionid=sessionid" is the instructions copied, not a cookie forgotten.
        if (_placeholder || (missing && _foreignPlaceholder))
        {
            return SessionFaults.Placeholder(command);
        }

        if (missing)
        {
            return SessionFaults.Missing(command, _wechat.Seen, _server.Seen);
        }

        return _wechat.Value.IsEmpty || _server.Value.IsEmpty
            ? SessionFaults.Empty(command, _wechat.Value.IsEmpty, _server.Value.IsEmpty)
            : null;
    }

    private static bool IsPlaceholder(ReadOnlySpan<char> text) =>
        text.Equals("sessionid", StringComparison.OrdinalIgnoreCase)
        || text.Equals("serverid", StringComparison.OrdinalIgnoreCase)
        || text.Equals("wechat_sess_id", StringComparison.OrdinalIgnoreCase);

    private ref struct Found
    {
        public bool Seen { get; private set; }

        public ReadOnlySpan<char> Value { get; private set; }

        public void Take(ReadOnlySpan<char> value)
        {
            Seen = true;
            Value = value.IsEmpty ? Value : value;
        }
    }
}
