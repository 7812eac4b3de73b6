using Kairos.Apps.Tests.Server;

namespace Kairos.Apps.Tests.Cli;

/// <summary><c>kairos serve --states</c>: files that can't be used are told fault by fault, and nothing is started.</summary>
public sealed class ServeStatesTests : IDisposable
{
    private readonly AdFile _ads = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-serve-").FullName;

    public void Dispose()
    {
        _ads.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task With_a_file_that_can_be_used_it_serves()
    {
        using TemporaryFile file = new(AdFile.Json);

        (await ServeAsync(_ads.Connection, file.Path)).Ok().Out.ShouldStartWith("ready http://127.0.0.1:");
    }

    [Fact]
    public async Task All_faults_of_all_files_are_told_with_file_and_member()
    {
        using TemporaryFile one = new(AdFile.Json.Replace("\"table\": \"ad\", ", "", StringComparison.Ordinal).Replace("\"1h\"", "\"7m\"", StringComparison.Ordinal));
        using TemporaryFile two = new("{ \"name\": ");

        Ran ran = await ServeAsync(_ads.Connection, one.Path, two.Path);

        ran.ShouldBeUsage($"{one.Path}: table: ", $"{one.Path}: every: ", $"{two.Path}: $: is no JSON", "error: the mappings have 3 faults");
    }

    [Fact]
    public async Task A_name_is_given_once_over_all_files()
    {
        using TemporaryFile one = new(AdFile.Json);
        using TemporaryFile two = new(AdFile.Json);

        (await ServeAsync(_ads.Connection, one.Path, two.Path)).ShouldBeUsage($"{two.Path}: ads.name: is given in {one.Path} already");
    }

    [Fact]
    public async Task Mappings_of_two_files_that_share_rows_are_told_as_a_fault()
    {
        using TemporaryFile one = new(AdFile.Json);
        using TemporaryFile two = new(AdFile.Json.Replace("\"name\": \"ads\"", "\"name\": \"again\"", StringComparison.Ordinal));

        (await ServeAsync(_ads.Connection, one.Path, two.Path)).ShouldBeUsage($"{two.Path}: again.filter: shares rows of ad and its column next_change with 'ads'", "error: the mappings have a fault");
    }

    [Fact]
    public async Task Where_REST_has_its_passes_no_mapping_can_be()
    {
        using TemporaryFile file = new(AdFile.Json.Replace("\"name\": \"ads\"", "\"name\": \"passes\"", StringComparison.Ordinal));

        (await ServeAsync(_ads.Connection, file.Path)).ShouldBeUsage("passes.name: 'passes' is where passes are asked for");
    }

    [Theory]
    [InlineData("Data Source=/nowhere/ads.db", "connection: names the SQLite file '/nowhere/ads.db', which is not there")]
    [InlineData("Data Source=/nowhere/ads.db;Password=secret", "connection: has more than Data Source=FILE")]
    [InlineData("Password=secret", "connection: names no host")]
    [InlineData("Hots=h;Password=secret", "connection: is no connection string")]
    [InlineData("postgres://ads:secret@h/ads", "connection: is no connection string")]
    [InlineData("", "connection: names the environment variable ADS, which is not set")]
    public async Task A_connection_that_can_not_be_used_is_told_without_its_password(string connection, string says)
    {
        using TemporaryFile file = new(AdFile.Json);

        Ran ran = await ServeAsync(connection, file.Path);

        ran.ShouldBeUsage(says);
        ran.Error.ShouldNotContain("secret");
    }

    private Task<Ran> ServeAsync(string connection, params string[] files) =>
        new CommandLine { Time = TimeProvider.System }.With("ADS", connection)
            .RunAsync(["serve", "--port", "0", "--db", Path.Combine(_folder, "jobs.db"), "--until-stdin-closes", .. files.SelectMany(static file => (string[])["--states", file])]);
}
