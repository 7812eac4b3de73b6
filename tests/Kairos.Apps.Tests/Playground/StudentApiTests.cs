using System.Net;
using System.Text.Json.Nodes;

namespace Kairos.Apps.Tests.Playground;

public sealed class StudentApiTests
{
    [Fact]
    public async Task Schools_and_rooms_are_listed_without_a_session()
    {
        await using var venue = await VenueServer.StartAsync();

        (await venue.GetAsync("/api/schools"))["schools"]![0]!.ToJsonString(Plain)
            .ShouldBe("""{"code":"ecut","name":"东华理工大学"}""");
        var school = await venue.GetAsync("/api/schools/ECUT");
        Keys(school).ShouldBe(["code", "name", "zone", "opensAt", "mode", "rooms"]);
        school["zone"]!.GetValue<string>().ShouldBe("Asia/Shanghai");
        school["opensAt"]!.GetValue<string>().ShouldBe("20:10:00");
        school["mode"]!.GetValue<string>().ShouldBe("tomorrow");
        school["rooms"]![0]!.ToJsonString(Plain)
            .ShouldBe("""{"id":1141,"name":"环境科学阅览室（C0805）","floor":"8楼","seats":80,"open":true}""");
    }

    [Theory]
    [InlineData("/api/schools/nowhere")]
    [InlineData("/api/rooms/7")]
    public async Task What_there_is_not_is_404_with_a_reason(string path)
    {
        await using var venue = await VenueServer.StartAsync();

        using var response = await venue.Http.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var answer = await venue.GetAsync(path);
        answer["code"]!.GetValue<int>().ShouldBe(404);
        answer["msg"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Seat_is_reserved_read_back_and_given_back()
    {
        var time = new StoppedClock();
        await using var venue = await VenueServer.StartAsync(time: time);
        var cookies = await venue.EnrolAsync();
        time.Advance(DeskScene.UntilOpening);

        var page = await venue.PageAsync(cookies);
        Keys(page).ShouldBe(["code", "token", "room"]);
        Keys(page["room"]!).ShouldBe(["id", "school", "name", "floor", "open", "seats"]);
        var seat = page["room"]!["seats"]!.AsArray().Single(seat => seat!["number"]!.GetValue<int>() == 46)!;
        Keys(seat).ShouldBe(["number", "at", "state"]);
        seat["state"]!.GetValue<string>().ShouldBe("free");
        var at = seat["at"]!.GetValue<string>();

        (await venue.ReserveAsync(cookies, Token(page), at)).ToJsonString(Plain).ShouldBe("""{"code":0,"msg":"预定成功"}""");

        var mine = await venue.GetAsync("/api/reservations/mine?mode=tomorrow", cookies);
        Keys(mine["reservation"]!).ShouldBe(["id", "room", "seat", "at", "mode", "bookedAt"]);
        mine["reservation"]!["room"]!.GetValue<int>().ShouldBe(1141);
        mine["reservation"]!["seat"]!.GetValue<int>().ShouldBe(46);
        mine["reservation"]!["at"]!.GetValue<string>().ShouldBe(at);
        mine["reservation"]!["bookedAt"]!.GetValue<string>().ShouldBe("2026-11-22T12:10:00.000000Z");
        (await venue.GetAsync("/api/rooms/1141"))["seats"]![45]!["state"]!.GetValue<string>().ShouldBe("taken");

        var back = await venue.SendAsync(HttpMethod.Delete, "/api/reservations/mine?mode=tomorrow", null, cookies);
        back["code"]!.GetValue<int>().ShouldBe(0);
        (await venue.GetAsync("/api/reservations/mine?mode=tomorrow", cookies)).ToJsonString(Plain)
            .ShouldBe("""{"code":0,"reservation":null}""");
    }

    [Fact]
    public async Task Before_the_opening_a_request_is_refused_and_counted_as_early()
    {
        await using var venue = await VenueServer.StartAsync();
        var cookies = await venue.EnrolAsync();

        var answer = await venue.ReserveAsync(cookies, Token(await venue.PageAsync(cookies)), "4,4");

        answer.ToJsonString(Plain).ShouldBe("""{"code":10,"msg":"预约尚未开始"}""");
        (await venue.Control.GetStringAsync("state")).ShouldContain("\"early\":1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wechatSESS_ID=unknown; SERVERID=unknown|1|2")]
    [InlineData("wechatSESS_ID=; SERVERID=")]
    public async Task Without_a_living_session_every_student_request_answers_2(string? cookies)
    {
        await using var venue = await VenueServer.StartAsync();

        (await venue.PageAsync(cookies!)).ToJsonString(Plain).ShouldBe("""{"code":2,"msg":"登录已失效，请重新进入"}""");
        (await venue.ReserveAsync(cookies!, "x", "4,4"))["code"]!.GetValue<int>().ShouldBe(2);
        (await venue.GetAsync("/api/reservations/mine?mode=today", cookies))["code"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Session_is_found_among_other_cookies()
    {
        await using var venue = await VenueServer.StartAsync();
        var cookies = (await venue.EnrolAsync()).Replace("; ", "; Hm_lpvt_7ecd=1566481408; ", StringComparison.Ordinal);

        (await venue.PageAsync(cookies))["code"]!.GetValue<int>().ShouldBe(0);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"room":"x","seat":4}""")]
    [InlineData("""{"mode":"yesterday"}""")]
    public async Task A_body_that_makes_no_sense_answers_3(string body)
    {
        await using var venue = await VenueServer.StartAsync();
        var cookies = await venue.EnrolAsync();
        foreach (var path in new[] { "/api/rooms/1141/page", "/api/reservations" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
            request.Headers.Add("Cookie", cookies);
            using var response = await venue.Http.SendAsync(request);

            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await response.Content.ReadAsStringAsync()).ShouldBe("""{"code":3,"msg":"参数不正确"}""");
        }
    }

    private static System.Text.Json.JsonSerializerOptions Plain { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(pair => pair.Key);

    private static string Token(JsonNode page) => page["token"]!.GetValue<string>();
}
