using System.Diagnostics;
using System.Text.Json;
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
