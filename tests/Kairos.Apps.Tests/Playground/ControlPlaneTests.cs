using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kairos.Playground;

namespace Kairos.Apps.Tests.Playground;

public sealed class ControlPlaneTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a wrong key")]
    public async Task Without_the_key_the_control_plane_is_not_there(string? key)
    {
        await using var venue = await VenueServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/control/state");
        if (key is not null)
        {
            request.Headers.Add("X-Playground-Key", key);
        }

        using var response = await venue.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_a_key_in_the_options_nobody_has_control()
    {
        await using var venue = await VenueServer.StartAsync(VenueServer.Quick with { ControlKey = "" });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/control/state");
        request.Headers.Add("X-Playground-Key", "");

        using var response = await venue.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Sessions_are_given_in_numbers_and_can_be_ended_barred_and_asked_for_a_captcha()
    {
        await using var venue = await VenueServer.StartAsync();
        var sessions = (await ControlAsync(venue, "sessions", new JsonObject { ["count"] = 200 }))["sessions"]!.AsArray();
        sessions.Count.ShouldBe(200);
        sessions[199]!["student"]!.GetValue<string>().ShouldBe("s200");
        var cookies = sessions[0]!["cookies"]!.GetValue<string>();
        cookies.ShouldMatch("^wechatSESS_ID=[0-9a-f]{32}; SERVERID=[0-9a-f]{32}\\|[0-9]+\\|[0-9]+$");

        await OrderAsync(venue, HttpMethod.Post, "sessions/s001/captcha");
        (await venue.PageAsync(cookies))["code"]!.GetValue<int>().ShouldBe(7);
        await OrderAsync(venue, HttpMethod.Delete, "sessions/s001/captcha");
        (await venue.PageAsync(cookies))["code"]!.GetValue<int>().ShouldBe(0);
        await OrderAsync(venue, HttpMethod.Post, "blacklist/s001");
        (await venue.ReserveAsync(cookies, "x", "4,4"))["code"]!.GetValue<int>().ShouldBe(9);
        await OrderAsync(venue, HttpMethod.Delete, "blacklist/s001");
        await OrderAsync(venue, HttpMethod.Post, "sessions/s001/expire");
        (await venue.PageAsync(cookies))["code"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Opening_is_moved_to_a_whole_second_and_the_schools_tell_it()
    {
        var time = new StoppedClock();
        await using var venue = await VenueServer.StartAsync(time: time);
        time.Advance(TimeSpan.FromMilliseconds(1));

        (await ControlAsync(venue, "opening", new JsonObject { ["inMilliseconds"] = 15_000 }))
            .ToJsonString().ShouldBe("""{"opensAt":"2026-11-22T12:00:16.000000Z"}""");
        (await venue.GetAsync("/api/schools/pku"))["opensAt"]!.GetValue<string>().ShouldBe("20:00:16");
        (await ControlAsync(venue, "opening", new JsonObject { ["at"] = "2026-11-22T13:00:00.0Z" }))
            .ToJsonString().ShouldBe("""{"opensAt":"2026-11-22T13:00:00.000000Z"}""");
    }

    [Fact]
    public async Task Doors_holds_and_seats_given_back_follow_orders()
    {
        var time = new StoppedClock();
        await using var venue = await VenueServer.StartAsync(time: time);
        var cookies = await venue.EnrolAsync();
        var at = venue.Site.Catalogue.Room(1141)!.Map.Numbered(7)!.At;
        time.Advance(DeskScene.UntilOpening);
        var token = (await venue.PageAsync(cookies))["token"]!.GetValue<string>();

        await OrderAsync(venue, HttpMethod.Post, "rooms/1141", new JsonObject { ["open"] = false });
        (await venue.PageAsync(cookies))["code"]!.GetValue<int>().ShouldBe(8);
        await OrderAsync(venue, HttpMethod.Post, "rooms/1141", new JsonObject { ["open"] = true });

        await ControlAsync(venue, "holds", new JsonObject { ["room"] = 1141, ["seat"] = 7, ["milliseconds"] = 2000 });
        (await venue.ReserveAsync(cookies, token, at))["code"]!.GetValue<int>().ShouldBe(5);
        time.Advance(TimeSpan.FromSeconds(2));
        (await venue.ReserveAsync(cookies, token, at))["code"]!.GetValue<int>().ShouldBe(0);

        (await ControlAsync(venue, "release", new JsonObject { ["student"] = "s001" }))["code"]!.GetValue<int>().ShouldBe(0);
        (await ControlAsync(venue, "release", new JsonObject { ["room"] = 1141, ["seat"] = 7 }))["code"]!.GetValue<int>().ShouldBe(11);
    }

    [Fact]
    public async Task What_was_booked_to_warm_up_was_booked_elsewhere()
    {
        await using var venue = await VenueServer.StartAsync(VenueServer.Quick with { WarmUp = true });
        (await venue.Control.GetFromJsonAsync<JsonObject>("state"))!["bookings"]!.AsArray().ShouldBeEmpty();
        (await venue.Control.GetFromJsonAsync<JsonArray>("record"))!.ShouldBeEmpty();
        (await venue.EnrolAsync()).ShouldNotBeNullOrEmpty();
        venue.Site.Sessions.Named("s002").ShouldBeNull();
    }

    [Fact]
    public async Task Record_and_state_tell_what_the_venue_saw()
    {
        var time = new StoppedClock();
        await using var venue = await VenueServer.StartAsync(time: time);
        var cookies = await venue.EnrolAsync();
        var at = venue.Site.Catalogue.Room(1141)!.Map.Numbered(46)!.At;
        time.Advance(DeskScene.UntilOpening + TimeSpan.FromMicroseconds(1500));
        await venue.ReserveAsync(cookies, (await venue.PageAsync(cookies))["token"]!.GetValue<string>(), at);

        var record = (await venue.Control.GetFromJsonAsync<JsonArray>("record"))!;
        record.Select(line => line!["route"]!.GetValue<string>()).ShouldBe(["page", "reserve"]);
        record[1]!.ToJsonString().ShouldBe(
            """{"seq":2,"arrival":1795349400001500,"student":"s001","rival":false,"route":"reserve","room":1141,"seat":46,"mode":"tomorrow","code":0,"fault":null,"sinceOpeningUs":1500}""");
        (await venue.Control.GetFromJsonAsync<JsonArray>("record?after=1"))!.Count.ShouldBe(1);

        var state = (await venue.Control.GetFromJsonAsync<JsonObject>("state"))!;
        state["open"]!.GetValue<bool>().ShouldBeTrue();
        state["doubleBooked"]!.GetValue<int>().ShouldBe(0);
        state["early"]!.GetValue<int>().ShouldBe(0);
        state["bookings"]![0]!["student"]!.GetValue<string>().ShouldBe("s001");
        state["bookings"]![0]!["at"]!.GetValue<string>().ShouldBe(at);

        await OrderAsync(venue, HttpMethod.Post, "reset");
        (await venue.Control.GetFromJsonAsync<JsonArray>("record"))!.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rivals_are_sent_to_the_opening()
    {
        var time = new StoppedClock();
        await using var venue = await VenueServer.StartAsync(time: time);
        var order = new JsonObject
        {
            ["named"] = new JsonArray(new JsonObject { ["room"] = 1141, ["seat"] = 7 }),
            ["count"] = 1,
            ["seed"] = 1,
            ["holdShare"] = 0,
        };

        (await ControlAsync(venue, "rivals", order)).ToJsonString().ShouldBe("""{"count":1,"from":"2026-11-22T12:10:00.000000Z"}""");
        time.Advance(DeskScene.UntilOpening);

        venue.Site.Reservations.All().Single().Place.Seat.ShouldBe(7);
    }

    [Fact]
    public async Task Faults_change_only_what_is_named()
    {
        await using var venue = await VenueServer.StartAsync();

        (await ControlAsync(venue, "faults", new JsonObject { ["latencyMs"] = 20, ["offsetMs"] = -2300.5 })).ToJsonString()
            .ShouldBe("""{"errorShare":0,"dropShare":0,"latencyMs":20,"jitterMs":0,"offsetMs":-2300.5}""");
        venue.Site.Clock.Offset.ShouldBe(TimeSpan.FromMilliseconds(-2300.5));
    }

    [Theory]
    [InlineData("sessions", "{\"count\":0}")]
    [InlineData("sessions", "nonsense")]
    [InlineData("opening", "{}")]
    [InlineData("opening", "{\"inMilliseconds\":-1}")]
    [InlineData("opening", "{\"at\":\"soon\"}")]
    [InlineData("rooms/1141", "{}")]
    [InlineData("holds", "{\"room\":1141,\"seat\":99,\"milliseconds\":5}")]
    [InlineData("release", "{}")]
    [InlineData("rivals", "{\"count\":0}")]
    [InlineData("rivals", "{\"count\":1,\"named\":[{\"room\":1141,\"seat\":99}]}")]
    [InlineData("rivals", "{\"count\":1,\"holdShare\":2}")]
    [InlineData("faults", "{\"errorShare\":1.5}")]
    [InlineData("faults", "{\"jitterMs\":5}")]
    [InlineData("faults", "{\"latencyMs\":1e300}")]
    public async Task An_order_that_makes_no_sense_is_refused_with_what_to_send(string path, string body)
    {
        await using var venue = await VenueServer.StartAsync();
        using var response = await venue.Control.PostAsync(path, new StringContent(body));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"msg\":\"");
    }

    [Fact]
    public void Options_that_cannot_be_served_are_refused_by_name()
    {
        Should.Throw<ArgumentException>(() => PlaygroundHost.Build(new PlaygroundOptions { DropShare = 2 }, TimeProvider.System))
            .Message.ShouldContain("DropShare");
        Should.Throw<ArgumentException>(
                () => PlaygroundHost.Build(new PlaygroundOptions { Latency = TimeSpan.Zero }, TimeProvider.System))
            .Message.ShouldContain("LatencyJitter");
    }

    private static Task<JsonNode> ControlAsync(VenueServer venue, string path, JsonObject body) =>
        VenueServer.PostAsync(venue.Control, path, body);

    private static async Task OrderAsync(VenueServer venue, HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await venue.Control.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }
}
