using Dapper;
using Kairos.Seats.Commands;
using Kairos.Secrets;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Seats.Sessions;

/// <summary>Users' venue sessions, sealed. Write-only to everyone but the run that needs one.</summary>
public sealed class SessionStore(ISideTables tables, Vault vault)
{
    /// <summary>Seals and keeps a session in the place of an earlier one.</summary>
    public async ValueTask KeepAsync(string owner, string school, SessionCookies session, Instant now, CancellationToken ct)
    {
        // A line break can stand in neither value: cookies are one line.
        byte[] sealedSession = vault.Seal(Row(owner, school), $"{session.WechatSessId}\n{session.ServerId}");
        await tables.WriteAsync(
            c => c.Execute(
                "insert into seats_session(owner, school, sealed, stored_us) values(@owner, @school, @sealedSession, @now) on conflict(owner, school) do update set sealed = excluded.sealed, stored_us = excluded.stored_us",
                new { owner, school, sealedSession, now = now.Micros }),
            ct);
    }

    /// <summary>The session for a run; null when none is kept.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It does not open: altered, or its key is gone.</exception>
    internal async ValueTask<SessionCookies?> OpenAsync(string owner, string school, CancellationToken ct)
    {
        byte[]? sealedSession = await tables.ReadAsync(
            c => c.QuerySingleOrDefault<byte[]>("select sealed from seats_session where owner = @owner and school = @school", new { owner, school }), ct);
        if (sealedSession is null)
        {
            return null;
        }

        string[] parts = vault.Open(Row(owner, school), sealedSession).Split('\n');
        return new SessionCookies { WechatSessId = parts[0], ServerId = parts[1] };
    }

    /// <summary>Forgets a user's session at a school.</summary>
    public async ValueTask ForgetAsync(string owner, string school, CancellationToken ct) =>
        await tables.WriteAsync(c => c.Execute("delete from seats_session where owner = @owner and school = @school", new { owner, school }), ct);

    private static string Row(string owner, string school) => $"seats_session/{school}/{owner}";
}
