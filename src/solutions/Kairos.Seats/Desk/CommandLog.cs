using Dapper;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Seats.Desk;

/// <summary>Every command, accepted or refused, append-only, without session values.</summary>
internal sealed class CommandLog(ISideTables tables)
{
    /// <param name="at">On the store's clock.</param>
    /// <param name="owner">Who sent it.</param>
    /// <param name="verb">As understood; null when it was not.</param>
    /// <param name="code">The fault's code; null when it was accepted.</param>
    /// <param name="redacted">The text without session values.</param>
    /// <param name="ct">Gives up waiting.</param>
    internal async ValueTask AddAsync(Instant at, string owner, string? verb, string? code, string redacted, CancellationToken ct) =>
        await tables.WriteAsync(
            c => c.Execute(
                "insert into seats_command(id, at_us, owner, verb, accepted, code, text) values(@id, @at, @owner, @verb, @accepted, @code, @redacted)",
                new { id = Guid.CreateVersion7(at.ToDateTimeOffset()).ToString("N"), at = at.Micros, owner, verb, accepted = code is null ? 1 : 0, code, redacted }),
            ct);
}
