namespace Kairos.Seats.Commands;

/// <summary>The two cookies by which a venue knows a user: a credential.</summary>
/// <remarks>Its text form never shows the values; only code that seals them or sends them to the venue reads the properties.</remarks>
/// <threadsafety>Immutable.</threadsafety>
public sealed record SessionCookies
{
    /// <summary>Name of the cookie that holds the user's session, compared as written.</summary>
    public const string WechatName = "wechatSESS_ID";

    /// <summary>Name of the cookie by which the venue finds the server of the session, compared as written.</summary>
    public const string ServerName = "SERVERID";

    /// <summary>Value of <see cref="WechatName"/>, never empty.</summary>
    public required string WechatSessId { get; init; }

    /// <summary>Value of <see cref="ServerName"/>, never empty; may hold <c>|</c>.</summary>
    public required string ServerId { get; init; }

    /// <summary>The names of the cookies with masked values.</summary>
    public override string ToString() => $"{WechatName}=***; {ServerName}=***";
}
