using Kairos.Hosting;
using Kairos.Server.Api;
using Kairos.StateSchedules.Desk;

namespace Kairos.Server.Pages.States;

/// <summary>State schedules as pages: all mappings, and one of them with its last ticks. They show what REST tells, and change nothing.</summary>
internal static class StatesPages
{
    private const int UsualTicks = 20;

    internal static void MapStatesPages(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder pages = app.MapGroup("/states").WithMetadata(PageRoute.Mark).ExcludeFromDescription();
        pages.MapGet("", ListAsync);
        pages.MapGet("{name}", ShowAsync);
    }

    private static async Task<IResult> ListAsync(StateDesk desk, KairosEngine engine, CancellationToken ct) => new PageResult<StatesPage>(StatusCodes.Status200OK, new()
    {
        [nameof(StatesPage.List)] = await desk.StatusAsync(ct),
        [nameof(StatesPage.Now)] = engine.Clock.Now.ToDateTimeOffset(),
    });

    private static async Task<IResult> ShowAsync(string name, int? count, StateDesk desk, KairosEngine engine, CancellationToken ct)
    {
        MappingView mapping = (await desk.StatusAsync(name, ct)).Read();
        return new PageResult<MappingPage>(StatusCodes.Status200OK, new()
        {
            [nameof(MappingPage.Mapping)] = mapping,
            [nameof(MappingPage.Ticks)] = (await desk.TicksAsync(name, count ?? UsualTicks, ct)).Read(),
            [nameof(MappingPage.Count)] = count ?? UsualTicks,

            // The same table is asked for both: where the one did not answer the other would not.
            [nameof(MappingPage.Forecast)] = mapping.Fault is null ? (await desk.ForecastAsync(name, ct)).Read() : null,
            [nameof(MappingPage.Now)] = engine.Clock.Now.ToDateTimeOffset(),
        });
    }
}
