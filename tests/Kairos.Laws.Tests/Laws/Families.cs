using Kairos.Laws.Tests.Cases;

namespace Kairos.Laws.Tests.Laws;

/// <summary>Which kinds of trigger are drawn how often.</summary>
internal static class Families
{
    private static readonly CronLaws s_cron = new();
    private static readonly ComposedLaws s_composed = new(isDaily: false);
    private static readonly ComposedLaws s_daily = new(isDaily: true);
    private static readonly EveryLaws s_every = new();
    private static readonly PollLaws s_poll = new();
    private static readonly GridLaws s_grid = new();

    internal static ILaws Pick(Chance chance) => chance.Below(100) switch
    {
        < 73 => s_cron,
        < 83 => s_composed,
        < 91 => s_daily,
        < 96 => s_every,
        < 99 => s_poll,
        _ => s_grid,
    };
}
