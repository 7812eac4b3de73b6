using System.Text.Json.Nodes;

namespace Kairos.Apps.Tests.Cli;

public sealed class SchoolTests
{
    private const string School = """{"code":"ecut","name":"东华理工大学","zone":"Asia/Shanghai","opensAt":"20:10:00","mode":"tomorrow","rooms":[{"id":1141,"name":"环境科学阅览室（C0805）","floor":"8楼","seatCount":96},{"id":1142,"name":"一号","floor":"1楼","seatCount":4}]}""";

    [Fact]
    public async Task Schools_are_listed_with_their_seats_counted()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/seats/schools", $$"""{"schools":[{{School}}]}""");

        Ran ran = (await new CommandLine(server).RunAsync("seats", "schools")).Ok();

        ran.Out.Split('\n')[1].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ShouldBe(["ecut", "东华理工大学", "20:10:00", "Asia/Shanghai", "tomorrow", "2", "100"]);
    }

    [Fact]
    public async Task Empty_catalogue_names_the_verb_that_fills_it()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/seats/schools", """{"schools":[]}""");

        (await new CommandLine(server).RunAsync("seats", "schools")).Ok().Out.ShouldContain("kairos seats add CODE");
    }

    [Fact]
    public async Task School_is_shown_with_its_rooms()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/seats/schools/ecut", School);

        Ran ran = (await new CommandLine(server).RunAsync("seats", "school", "show", "ecut")).Ok();

        ran.Out.ShouldStartWith("ecut  东华理工大学\nopens at 20:10:00 (Asia/Shanghai) for tomorrow\n");
        ran.Out.ShouldContain("1141  环境科学阅览室（C0805）  8楼    96");
    }

    [Fact]
    public async Task Unknown_school_is_a_refusal()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).Refuse(
            "GET /api/seats/schools/nope", 404, """{"title":"No such school","status":404,"remedy":"kairos seats add nope"}""");

        (await new CommandLine(server).RunAsync("seats", "school", "show", "nope"))
            .ShouldBe(new Ran(1, "", "error: No such school\nremedy: kairos seats add nope\n"));
    }

    [Fact]
    public async Task Set_sends_only_what_is_named()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("PATCH /api/seats/schools/ecut", School);

        (await new CommandLine(server).RunAsync("seats", "school", "set", "ecut", "--opens-at", "7:05", "--mode", "today")).Ok();

        JsonNode.Parse(server.Request.Body)!.ToJsonString().ShouldBe("""{"opensAt":"07:05:00","mode":"today"}""");
    }

    [Theory]
    [InlineData("nothing to change", "ecut")]
    [InlineData("--opens-at '8 pm' is not understood", "ecut", "--opens-at", "8 pm")]
    [InlineData("never", "ecut", "--mode", "never")]
    [InlineData("Required argument 'CODE' missing", "--mode", "today")]
    public async Task Set_refuses_what_can_not_be(string says, params string[] args) =>
        (await new CommandLine().RunAsync(["seats", "school", "set", .. args])).ShouldBeUsage(says);

    [Fact]
    public async Task Add_has_the_server_read_the_school()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("POST /api/seats/schools/ecut", School);

        Ran ran = (await new CommandLine(server).RunAsync("seats", "add", "ecut")).Ok();

        server.Request.ToString().ShouldBe("POST /api/seats/schools/ecut");
        server.Request.Body.ShouldBeEmpty();
        ran.Out.ShouldContain("1141");
    }

    [Fact]
    public async Task Add_without_a_code_is_a_usage_error() =>
        (await new CommandLine().RunAsync("seats", "add")).ShouldBeUsage("Required argument 'CODE' missing");
}
