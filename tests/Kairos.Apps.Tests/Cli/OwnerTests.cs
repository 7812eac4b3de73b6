namespace Kairos.Apps.Tests.Cli;

public sealed class OwnerTests
{
    [Theory]
    [InlineData("job", "submit", "demo.echo")]
    [InlineData("job", "list")]
    [InlineData("job", "show", "x")]
    [InlineData("job", "cancel", "x")]
    [InlineData("runs")]
    [InlineData("seats", "grab", "抢座; ecut; 1141; 7; a=b")]
    [InlineData("seats", "status")]
    [InlineData("seats", "cancel")]
    [InlineData("seats", "result")]
    public async Task Verb_about_jobs_names_the_remedy_when_no_owner_is_given(params string[] args) =>
        (await new CommandLine().With("KAIROS_OWNER", null).RunAsync(args)).ShouldBeUsage("No owner is given", "--as OWNER", "KAIROS_OWNER");

    [Fact]
    public async Task Empty_variable_counts_as_none() =>
        (await new CommandLine().With("KAIROS_OWNER", "").RunAsync("job", "list")).ShouldBeUsage("No owner is given");

    [Theory]
    [InlineData("")]
    [InlineData(" alice")]
    [InlineData("ali\nce")]
    public async Task Owner_that_can_not_be_is_refused(string owner) =>
        (await new CommandLine().RunAsync("job", "list", "--as", owner)).ShouldBeUsage("can't be an owner");

    [Fact]
    public async Task Owner_longer_than_the_engine_takes_is_refused() =>
        (await new CommandLine().RunAsync("job", "list", "--as", new string('a', 201))).ShouldBeUsage("1 to 200");

    [Fact]
    public async Task Option_goes_before_the_variable()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/jobs", """{"jobs":[],"next":null}""");

        (await new CommandLine(server).RunAsync("job", "list", "--as", "bob")).Ok();

        server.Request.Owner.ShouldBe("bob");
    }

    [Fact]
    public async Task Verb_about_schools_needs_no_owner_and_passes_one_on()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/seats/schools", """{"schools":[]}""");

        (await new CommandLine(server).With("KAIROS_OWNER", null).RunAsync("seats", "schools")).Ok();
        (await new CommandLine(server).RunAsync("seats", "schools")).Ok();

        server.Requests.Select(request => request.Owner).ShouldBe([null, "alice"]);
    }
}
