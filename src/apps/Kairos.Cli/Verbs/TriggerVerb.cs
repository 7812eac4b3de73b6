namespace Kairos.Cli.Verbs;

/// <summary><c>kairos trigger</c>: the group. Touches no store and no server.</summary>
internal static class TriggerVerb
{
    public static Verb Build(Shell shell) => new Verb(
        "trigger",
        "Says when rules of time are due: instants, sentences, time lines. Touches no store and no server.",
        "kairos trigger next --cron '0 8 * * MON-FRI' --zone Asia/Shanghai --count 3",
        "kairos trigger describe 'daily 20:10 on Mon-Fri in Asia/Shanghai jitter 30s'",
        "kairos trigger simulate 'grab: daily 20:10' 'watch: poll 60s-180s quiet grab before 90s after 90s' --hours 6")
        .With(TriggerNextVerb.Build(shell), TriggerDescribeVerb.Build(shell), TriggerSimulateVerb.Build(shell));
}
