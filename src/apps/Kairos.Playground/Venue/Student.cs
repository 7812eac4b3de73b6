namespace Kairos.Playground.Venue;

/// <summary>Somebody with a session: a student of ours, a guest in a browser, or a rival.</summary>
/// <threadsafety>The marks can be set by any thread.</threadsafety>
internal sealed class Student(string name, bool rival, SessionCookies cookies, long seen)
{
    private long _seen = seen;
    private volatile bool _expired;
    private volatile bool _blacklisted;
    private volatile bool _captchaDemanded;

    public string Name => name;

    public bool Rival => rival;

    public SessionCookies Cookies => cookies;

    /// <summary>The session was ended and stays so.</summary>
    public bool Expired
    {
        get => _expired;
        set => _expired = value;
    }

    public bool Blacklisted
    {
        get => _blacklisted;
        set => _blacklisted = value;
    }

    /// <summary>A captcha was demanded and not yet cleared.</summary>
    public bool CaptchaDemanded
    {
        get => _captchaDemanded;
        set => _captchaDemanded = value;
    }

    /// <summary>The time stamp of the last request.</summary>
    public long Seen
    {
        get => Interlocked.Read(ref _seen);
        set => Interlocked.Exchange(ref _seen, value);
    }
}

/// <summary>The two cookies that make a session. Either may be missing in what a browser sent.</summary>
internal sealed record SessionCookies(string? Session, string? Server)
{
    public const string SessionName = "wechatSESS_ID";
    public const string ServerName = "SERVERID";

    /// <summary>The part of SERVERID that names the server; the times behind it change with every visit of a real site.</summary>
    public string? ServerPart => Server?.Split('|', 2)[0];

    /// <summary>As a Cookie header carries them.</summary>
    public string Header => $"{SessionName}={Session}; {ServerName}={Server}";
}
