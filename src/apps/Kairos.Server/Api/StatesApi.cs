using System.Text.Json;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Sets;
using Kairos.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kairos.Server.Api;

/// <summary>State schedules, for operators: mappings, their ticks and passes, single rows. Requests name mappings and carry no SQL.</summary>
internal static class StatesApi
{
    private const int UsualTicks = 20;

    internal static void MapStates(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder states = app.MapGroup("/api/states").WithTags("States").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        states.MapGet("", (StateDesk desk, CancellationToken ct) => desk.StatusAsync(ct).AsTask())
            .WithSummary("How all mappings of this server stand")
            .WithDescription("Spans of time are [d.]hh:mm:ss[.fffffff]. Lag is how long the oldest change has been due that is not made; fault tells why that is not known.");
        MapPasses(states.MapGroup("passes"));
        RouteGroupBuilder one = states.MapGroup("{name}").ProducesProblem(StatusCodes.Status404NotFound);
        MapMapping(one);
        MapRows(one);
        MapInstallation(one);
    }

    private static void MapMapping(RouteGroupBuilder one)
    {
        one.MapGet("", async (string name, StateDesk desk, CancellationToken ct) => Read(await desk.StatusAsync(name, ct))).WithSummary("How one mapping stands");
        one.MapGet("ticks", async (string name, int? count, StateDesk desk, CancellationToken ct) => Read(await desk.TicksAsync(name, count ?? UsualTicks, ct)))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("The last ticks, the newest first: 20, or up to 200");
        one.MapGet("forecast", async (string name, StateDesk desk, CancellationToken ct) => Read(await desk.ForecastAsync(name, ct)))
            .WithSummary("How many rows change in each of the next 48 half hours");
        one.MapGet("settings", async (string name, StateDesk desk, CancellationToken ct) => Read(await desk.SettingsAsync(name, ct)))
            .WithSummary("How a mapping's work is done, on all nodes");
        one.MapPut("settings", SetAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Change how a mapping's work is done")
            .WithDescription("Heeded within a second, by what runs too. All settings are set: what is left out takes its default. With a revision, another one that stands is a conflict.");
        one.MapPost("tick", async (string name, StateDesk desk, CancellationToken ct) => Read(await desk.TickNowAsync(name, ct)))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Ask for a tick now, beside the regular ones");
        one.MapPost("pause", async (string name, StateDesk desk, CancellationToken ct) => Read(await desk.PauseAsync(name, ct)))
            .WithSummary("End the ticks; what is installed stays, and what is due stays due");
        one.MapPost("resume", async (string name, StateDesk desk, CancellationToken ct) => Read(await desk.ResumeAsync(name, ct)))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Let the ticks run again");
    }

    private static void MapInstallation(RouteGroupBuilder one)
    {
        one.MapGet("plan", async (string name, StateDesk desk, CancellationToken ct) => Read(await desk.PlanAsync(name, ct)))
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .WithSummary("The steps of an installation with their SQL; changes nothing");

        // Not for as long as the caller waits: an index of millions of rows takes minutes, and half of one is of no use.
        one.MapPost("apply", async (string name, StateDesk desk, IHostApplicationLifetime host) => Read(await desk.ApplyAsync(name, host.ApplicationStopping)))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .WithSummary("Install what is missing, and let the ticks run")
            .WithDescription("Answers when it is done, and goes on when the caller goes away; plan tells what is done by then. Asked again, it does only what is not.");
        one.MapPost("remove", async (string name, StateDesk desk, IHostApplicationLifetime host) => Read(await desk.RemoveAsync(name, host.ApplicationStopping)))
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .WithSummary("End ticks and passes, and take away all that was installed");
        one.MapPost("backfill", async (string name, PassBody? body, StateDesk desk, CancellationToken ct) => Started(await desk.StartBackfillAsync(name, body?.RowsPerSecond, ct)))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Begin to fill the state of all rows");
        one.MapPost("repair", async (string name, PassBody? body, StateDesk desk, CancellationToken ct) => Started(await desk.StartRepairAsync(name, body?.RowsPerSecond, ct)))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Begin to look at all rows and to mend what is wrong");
    }

    private static void MapPasses(RouteGroupBuilder passes)
    {
        passes.ProducesProblem(StatusCodes.Status404NotFound);
        passes.MapGet("{id}", async (string id, StateDesk desk, CancellationToken ct) => Read(await desk.PassAsync(id, ct))).WithSummary("Where a pass is, and what it has found");
        passes.MapPost("{id}/cancel", async (string id, StateDesk desk, CancellationToken ct) => Read(await desk.CancelPassAsync(id, ct)))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("End a pass: a batch that has begun ends, no other begins");
    }

    private static void MapRows(RouteGroupBuilder one)
    {
        RouteGroupBuilder rows = one.MapGroup("rows/{key:long}");
        rows.MapGet("why", async (string name, long key, StateDesk desk, CancellationToken ct) => Read(await desk.WhyAsync(name, key, ct))).WithSummary("Why a row is on or off");
        rows.MapPut("schedule", EditAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Change a row's schedule, and its state with it")
            .WithDescription("What is left out stays as it is; dropsGrid, opensStart and opensEnd take a value away. Instants carry an offset or Z. With a version, another one that stands is a conflict.");
        rows.MapPost("exhausted", async (string name, long key, StateDesk desk, CancellationToken ct) => Read(await desk.ExhaustedAsync(name, key, ct)))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Take in that a row's budget is used up");
    }

    private static async Task<SettingsView> SetAsync(string name, SettingsBody body, StateDesk desk, CancellationToken ct)
    {
        SettingsWire given = body.Settings ?? throw RefusedException.Bad("The body has no settings.", "Send {\"settings\":{\"mode\":\"next-change\"}}, with all that differ from their defaults.");
        StateSettings settings = new()
        {
            Mode = given.Mode ?? StateSettings.Default.Mode,
            BatchRows = given.BatchRows ?? StateSettings.Default.BatchRows,
            RowsPerSecond = given.RowsPerSecond,
            PassRowsPerSecond = given.PassRowsPerSecond,
            Logging = given.Logging ?? StateSettings.Default.Logging,
        };
        return Read(await desk.SetAsync(name, settings, body.Revision, ct));
    }

    private static async Task<RowWhy> EditAsync(string name, long key, ScheduleBody body, StateDesk desk, CancellationToken ct)
    {
        ScheduleEdit edit = new()
        {
            Grid = body.Grid,
            DropsGrid = body.DropsGrid,
            Start = InstantOf(body.Start),
            OpensStart = body.OpensStart,
            End = InstantOf(body.End),
            OpensEnd = body.OpensEnd,
            Paused = body.Paused,
        };
        return Read(await desk.EditAsync(name, key, edit, body.Version, ct));
    }

    private static DateTimeOffset? InstantOf(string? text) =>
        text is null ? null
        : Instant.TryParse(text, out Instant instant) ? instant.ToDateTimeOffset()
        : throw RefusedException.Bad($"'{text}' is not an instant.", "Write it as 2026-11-20T20:10:00Z.");

    private static Accepted<PassView> Started(StateAnswer<PassView> answer)
    {
        PassView pass = Read(answer);
        return TypedResults.Accepted($"/api/states/passes/{pass.Id}", pass);
    }

    private static T Read<T>(StateAnswer<T> answer)
        where T : class => answer.Value ?? throw Refused(answer.Refusal!);

    private static RefusedException Refused(StateRefusal refusal) => new(
        refusal.Code switch
        {
            StateRefusalCode.UnknownMapping or StateRefusalCode.UnknownRow or StateRefusalCode.UnknownPass => StatusCodes.Status404NotFound,
            StateRefusalCode.Invalid => StatusCodes.Status400BadRequest,
            _ => StatusCodes.Status409Conflict,
        },
        refusal.Code == StateRefusalCode.Invalid ? "bad-request" : JsonNamingPolicy.KebabCaseLower.ConvertName(refusal.Code.ToString()),
        refusal.Message);
}
