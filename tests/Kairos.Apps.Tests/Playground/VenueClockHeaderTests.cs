using System.Net.Sockets;
using System.Text;

namespace Kairos.Apps.Tests.Playground;

public sealed class VenueClockHeaderTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 1, 200, TimeSpan.Zero);

    [Theory]
    [InlineData("/api/clock")]
    [InlineData("/api/schools")]
    [InlineData("/")]
    [InlineData("/record")]
    [InlineData("/assets/venue.css")]
    [InlineData("/control/state")]
    [InlineData("/no/such/path")]
    public async Task Every_answer_has_one_date_in_whole_seconds_by_the_venues_own_clock(string path)
    {
        var options = VenueServer.Quick with { ClockOffset = TimeSpan.FromMilliseconds(-2300) };
        await using var venue = await VenueServer.StartAsync(options, new StoppedClock(s_now));

        var dates = (await HeadAsync(venue.Address, path))
            .Where(line => line.StartsWith("Date:", StringComparison.OrdinalIgnoreCase));

        // 12:00:01.200 less 2.3 s is 11:59:58.900: cut off, not rounded.
        dates.ShouldBe(["Date: Sun, 22 Nov 2026 11:59:58 GMT"]);
    }

    [Fact]
    public async Task Clock_request_is_answered_without_a_body_and_without_a_session()
    {
        await using var venue = await VenueServer.StartAsync();

        (await HeadAsync(venue.Address, "/api/clock"))[0].ShouldBe("HTTP/1.1 204 No Content");
    }

    [Fact]
    public async Task Server_turns_away_a_foreign_host_name()
    {
        await using var venue = await VenueServer.StartAsync();

        (await HeadAsync(venue.Address, "/api/clock", "evil.example"))[0].ShouldBe("HTTP/1.1 400 Bad Request");
    }

    // By hand, because an HTTP client would join two headers of one name into one.
    private static async Task<IReadOnlyList<string>> HeadAsync(Uri address, string path, string host = "127.0.0.1")
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();
        return answer.Split("\r\n\r\n", 2)[0].Split("\r\n");
    }
}
