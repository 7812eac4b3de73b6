namespace Kairos.Triggers.Cron;

/// <summary>The names that stand for whole cron expressions.</summary>
internal static class CronMacro
{
    /// <summary>The expression that a macro stands for; null when it is none.</summary>
    /// <param name="name">In capitals, with its @.</param>
    internal static string? Meaning(string name) => name switch
    {
        "@EVERY_SECOND" => "* * * * * *",
        "@EVERY_MINUTE" => "* * * * *",
        "@HOURLY" => "0 * * * *",
        "@DAILY" or "@MIDNIGHT" => "0 0 * * *",
        "@WEEKLY" => "0 0 * * 0",
        "@MONTHLY" => "0 0 1 * *",
        "@YEARLY" or "@ANNUALLY" => "0 0 1 1 *",
        _ => null,
    };
}
