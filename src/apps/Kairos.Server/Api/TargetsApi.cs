using Kairos.Targets;
using Kairos.Time;

namespace Kairos.Server.Api;

/// <summary>The outside parties that handlers call: budgets, and what is known of their clocks.</summary>
internal static class TargetsApi
{
    internal static void MapTargets(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/targets", List).WithTags("Targets").WithSummary("Targets with budget and clock offset (theirs minus ours)");

    private static TargetsWire List(TargetRegistry targets, EngineClock clock) => new([.. targets.All.Select(t => Of(t, clock))]);

    private static TargetWire Of(Target target, EngineClock clock)
    {
        OffsetInterval? offset = target.Clock.Offset;
        return new TargetWire(
            target.Options.Name,
            target.Options.RequestsPerSecond,
            target.Options.Burst,
            offset?.LowMicros / 1_000.0,
            offset?.HighMicros / 1_000.0,
            offset is null ? null : (clock.Steady - offset.Taken).TotalSeconds);
    }
}
