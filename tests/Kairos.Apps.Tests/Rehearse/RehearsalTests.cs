using System.Diagnostics;
using System.Text.Json;
using Kairos.Apps.Tests.Cli;
using Kairos.Cli;

namespace Kairos.Apps.Tests.Rehearse;

public sealed class RehearsalTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_small_rehearsal_keeps_every_promise_by_the_venues_own_record()
    {
        JsonElement report = await RehearseAsync("--students", "24", "--rivals", "8", "--opening", "10s", "--venue-offset=-2300ms", "--venue-latency", "20ms", "--json");

        report.GetProperty("ok").GetBoolean().ShouldBeTrue(report.GetRawText());
        report.GetProperty("students").GetInt32().ShouldBe(24);
        report.GetProperty("outcomes").EnumerateObject().Sum(o => o.Value.GetInt32()).ShouldBe(24);
        report.GetProperty("early").GetInt32().ShouldBe(0);
        report.GetProperty("doubleBooked").GetInt32().ShouldBe(0);
        report.GetProperty("lost").GetInt32().ShouldBe(0);
        JsonElement offset = report.GetProperty("clockOffsetMs");
        offset.GetProperty("low").GetDouble().ShouldBeLessThanOrEqualTo(-2300);
        offset.GetProperty("high").GetDouble().ShouldBeGreaterThanOrEqualTo(-2300);
    }

    [Fact]
    public async Task A_narrow_budget_is_kept_and_its_wait_is_told_apart_from_lateness()
    {
        JsonElement report = await RehearseAsync("--students", "20", "--rivals", "0", "--opening", "10s", "--budget", "20/s", "--json");

        report.GetProperty("ok").GetBoolean().ShouldBeTrue(report.GetRawText());
        report.GetProperty("outcomes").GetProperty("booked").GetInt32().ShouldBe(20);
        report.GetProperty("budgetWaitMs").GetProperty("max").GetDouble().ShouldBeGreaterThan(500);
    }

    [Fact]
    public async Task Of_two_nodes_one_is_killed_before_the_opening_and_the_other_serves_its_students()
    {
        JsonElement report = await RehearseAsync("--students", "16", "--rivals", "4", "--opening", "12s", "--store", "postgres", "--nodes", "2", "--budget", "20/s", "--json");

        report.GetProperty("ok").GetBoolean().ShouldBeTrue(report.GetRawText());
        report.GetProperty("served").GetInt32().ShouldBe(16);
        report.GetProperty("lost").GetInt32().ShouldBe(0);
        report.GetProperty("budgetPerSecond").GetDouble().ShouldBe(20);
        report.GetProperty("venuePeakPerSecond").GetInt32().ShouldBeInRange(1, 30, "over both nodes");
        report.GetProperty("nodes").GetProperty("started").GetInt32().ShouldBe(2);
        JsonElement killed = report.GetProperty("nodes").GetProperty("killed");
        killed.GetProperty("beforeOpeningMs").GetDouble().ShouldBeInRange(0, 2_000);
        killed.GetProperty("held").GetInt32().ShouldBeGreaterThan(0);
        killed.GetProperty("students").GetInt32().ShouldBe(killed.GetProperty("held").GetInt32());
        killed.GetProperty("studentsServed").GetInt32().ShouldBe(killed.GetProperty("students").GetInt32());
    }

    [Fact]
    public async Task Several_servers_on_one_SQLite_file_are_a_usage_error()
    {
        (await new CommandLine().RunAsync("rehearse", "--nodes", "3")).ShouldBeUsage("a SQLite file is for one server", "--store postgres");
        (await new CommandLine().RunAsync("rehearse", "--connection", "Host=h")).ShouldBeUsage("--connection is for PostgreSQL");
        (await new CommandLine().RunAsync("rehearse", "--store", "postgres", "--nodes", "0")).ShouldBeUsage("1 to 9");
    }

    [Fact]
    public async Task Connection_that_can_not_be_read_is_a_usage_error() =>
        (await new CommandLine { Time = TimeProvider.System }.RunAsync("rehearse", "--store", "postgres", "--connection", "Hots=h")).ShouldBeUsage("can't be read");

    private static async Task<JsonElement> RehearseAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in (string[])[typeof(CliConsole).Assembly.Location, "rehearse", "seats", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync().WaitAsync(s_patience);
        await process.WaitForExitAsync().WaitAsync(s_patience);
        output.ShouldNotBeNullOrWhiteSpace(await errors);
        return JsonDocument.Parse(output.Trim().Split('\n')[^1]).RootElement;
    }
}
