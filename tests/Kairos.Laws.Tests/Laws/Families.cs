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

    internal static ILaws Pick(Chance chance) => chance.Below(100) switch
    {
        < 74 => s_cron,
        < 84 => s_composed,
        < 92 => s_daily,
        < 97 => s_every,
        _ => s_poll,
    };
}
