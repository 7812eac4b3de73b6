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
        states.MapGet("", async (StateDesk desk, CancellationToken ct) => MappingsWire.Of(await desk.StatusAsync(ct)))
            .WithSummary("How all mappings of this server stand")
            .WithDescription("lagMs is how long the oldest change has been due that is not made; where it is null, fault tells why it is not known.");
        MapPasses(states.MapGroup("passes"));
        RouteGroupBuilder one = states.MapGroup("{name}").ProducesProblem(StatusCodes.Status404NotFound);
        MapMapping(one);
        MapRows(one);
        MapInstallation(one);
    }

    private static void MapMapping(RouteGroupBuilder one)
    {
        one.MapGet("", async (string name, StateDesk desk, CancellationToken ct) => MappingWire.Of((await desk.StatusAsync(name, ct)).Read())).WithSummary("How one mapping stands");
        one.MapGet("ticks", async (string name, int? count, StateDesk desk, CancellationToken ct) => TicksWire.Of((await desk.TicksAsync(name, count ?? UsualTicks, ct)).Read()))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("The last ticks, the newest first: 20, or up to 200");
        one.MapGet("forecast", async (string name, StateDesk desk, CancellationToken ct) => ForecastWire.Of((await desk.ForecastAsync(name, ct)).Read()))
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .WithSummary("How many rows change in each of the next 48 half hours");
        one.MapGet("settings", async (string name, StateDesk desk, CancellationToken ct) => StandingWire.Of((await desk.SettingsAsync(name, ct)).Read()))
            .WithSummary("How a mapping's work is done, on all nodes");
        one.MapPut("settings", SetAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Change how a mapping's work is done")
            .WithDescription("Heeded within a second, by what runs too. All settings are set: what is left out takes its default. With a revision, another one that stands is a conflict.");
        one.MapPost("tick", async (string name, StateDesk desk, CancellationToken ct) => TickAskedWire.Of((await desk.TickNowAsync(name, ct)).Read()))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Ask for a tick now, beside the regular ones");
        one.MapPost("pause", async (string name, StateDesk desk, CancellationToken ct) => MappingWire.Of((await desk.PauseAsync(name, ct)).Read()))
            .WithSummary("End the ticks; what is installed stays, and what is due stays due");
        one.MapPost("resume", async (string name, StateDesk desk, CancellationToken ct) => MappingWire.Of((await desk.ResumeAsync(name, ct)).Read()))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .WithSummary("Let the ticks run again");
    }

    private static void MapInstallation(RouteGroupBuilder one)
    {
        one.MapGet("plan", async (string name, StateDesk desk, CancellationToken ct) => InstallWire.Of((await desk.PlanAsync(name, ct)).Read()))
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .WithSummary("The steps of an installation with their SQL; changes nothing")
            .WithDescription("Findings tell where the tables don't fit the mapping (error) or could serve it better (advice). Where a mapped table is missing there are no steps.");

        // Not for as long as the caller waits: an index of millions of rows takes minutes, and half of one is of no use.
        one.MapPost("apply", async (string name, StateDesk desk, IHostApplicationLifetime host) => InstallWire.Of((await desk.ApplyAsync(name, host.ApplicationStopping)).Read()))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .WithSummary("Install what is missing, and let the ticks run")
            .WithDescription("Where the tables don't fit the mapping nothing is changed, and the refusal has the findings of plan that stand against it. Answers when it is done, and goes on when the caller goes away; plan tells what is done by then. Asked again, it does only what is not.");
        one.MapPost("remove", async (string name, StateDesk desk, IHostApplicationLifetime host) => InstallWire.Of((await desk.RemoveAsync(name, host.ApplicationStopping)).Read()))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .WithSummary("End ticks and passes, and take away all that was installed");
        one.MapPost("backfill", async (string name, PassBody? body, StateDesk desk, CancellationToken ct) => Started(await desk.StartBackfillAsync(name, body?.RowsPerSecond, ct)))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .WithSummary("Begin to fill the state of all rows");
        one.MapPost("repair", async (string name, PassBody? body, StateDesk desk, CancellationToken ct) => Started(await desk.StartRepairAsync(name, body?.RowsPerSecond, ct)))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .WithSummary("Begin to look at all rows and to mend what is wrong");
    }

    private static void MapPasses(RouteGroupBuilder passes)
    {
        passes.ProducesProblem(StatusCodes.Status404NotFound);
        passes.MapGet("{id}", async (string id, StateDesk desk, CancellationToken ct) => PassWire.Of((await desk.PassAsync(id, ct)).Read())).WithSummary("Where a pass is, and what it has found");
        passes.MapPost("{id}/cancel", async (string id, StateDesk desk, CancellationToken ct) => PassWire.Of((await desk.CancelPassAsync(id, ct)).Read()))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("End a pass: a batch that has begun ends, no other begins");
    }

    private static void MapRows(RouteGroupBuilder one)
    {
        RouteGroupBuilder rows = one.MapGroup("rows/{key}").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status502BadGateway);
        rows.MapGet("why", async (string name, long key, StateDesk desk, CancellationToken ct) => RowWire.Of((await desk.WhyAsync(name, key, ct)).Read())).WithSummary("Why a row is on or off");
        rows.MapPut("schedule", EditAsync)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Change a row's schedule, and its state with it")
            .WithDescription("What is left out stays as it is; dropsGrid, opensStart and opensEnd take a value away. Instants carry an offset or Z. With a version, another one that stands is a conflict.");
        rows.MapPost("exhausted", async (string name, long key, ExhaustedBody? body, StateDesk desk, CancellationToken ct) => RowWire.Of((await desk.ExhaustedAsync(name, key, InstantOf(body?.At), ct)).Read()))
            .WithSummary("Take in that a row's budget is used up")
            .WithDescription("With at, as of that instant: where a midnight of the mapping's zone has gone by since, the next tick asks whether the budget is open again. Without it, as of now.");
    }

    private static async Task<StandingWire> SetAsync(string name, SettingsBody body, StateDesk desk, CancellationToken ct)
    {
        SettingsPart given = body.Settings ?? throw RefusedException.Bad("The body has no settings.", "Send {\"settings\":{\"mode\":\"next-change\"}}, with all that differ from their defaults.");
        StateSettings settings = new()
        {
            Mode = StatesWords.ValueOf<TickMode>("Mode", given.Mode) ?? StateSettings.Default.Mode,
            BatchRows = given.BatchRows ?? StateSettings.Default.BatchRows,
            RowsPerSecond = given.RowsPerSecond,
            PassRowsPerSecond = given.PassRowsPerSecond,
            Logging = StatesWords.ValueOf<StateLogging>("Logging", given.Logging) ?? StateSettings.Default.Logging,
        };
        return StandingWire.Of((await desk.SetAsync(name, settings, body.Revision, ct)).Read());
    }

    private static async Task<RowWire> EditAsync(string name, long key, ScheduleBody body, StateDesk desk, CancellationToken ct)
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
        return RowWire.Of((await desk.EditAsync(name, key, edit, body.Version, ct)).Read());
    }

    private static DateTimeOffset? InstantOf(string? text) =>
        text is null ? null
        : Instant.TryParse(text, out Instant instant) ? instant.ToDateTimeOffset()
        : throw RefusedException.Bad($"'{text}' is not an instant.", "Write it as 2026-11-20T20:10:00Z.");

    private static Accepted<PassWire> Started(StateAnswer<PassView> answer)
    {
        PassWire pass = PassWire.Of(answer.Read());
        return TypedResults.Accepted($"/api/states/passes/{pass.Id}", pass);
    }
}
