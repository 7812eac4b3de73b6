using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Sqlite.Tests.Store;

/// <summary>Jobs where any will do.</summary>
internal static class Some
{
    public static NewJob Job(string? key = null) => new()
    {
        Id = JobId.New("ada", DateTimeOffset.UnixEpoch),
        Owner = "ada",
        Kind = "mail.send",
        Key = key,
        Due = new Instant(0),
        At = new Instant(0),
        Payload = "{}"u8.ToArray(),
    };
}
