namespace Kairos.Bench.Triggers;

/// <summary>An expression in the dialects of all three; null where one can't say it.</summary>
internal sealed record CronRow(string Kairos, string? NCrontab, string? Quartz)
{
    /// <summary>Simple and hard ones. NCrontab knows neither L nor W; Quartz means "or" where both days are given.</summary>
    internal static readonly CronRow[] All =
    [
        new("* * * * *", "* * * * *", "0 * * * * ?"),
        new("*/5 * * * *", "*/5 * * * *", "0 */5 * * * ?"),
        new("0 8 * * 1-5", "0 8 * * 1-5", "0 0 8 ? * 2-6"),
        new("30 4 1,15 * *", "30 4 1,15 * *", "0 30 4 1,15 * ?"),
        new("30 4 1,15 * 5", "30 4 1,15 * 5", null),
        new("0 0 29 2 *", "0 0 29 2 *", "0 0 0 29 2 ?"),
        new("0 0 L * *", null, "0 0 0 L * ?"),
        new("0 0 LW * *", null, "0 0 0 LW * ?"),
        new("0 0 15W * *", null, "0 0 0 15W * ?"),
        new("0 0 * * 5#5", null, "0 0 0 ? * 6#5"),
        new("0 0 * * FRIL", null, "0 0 0 ? * 6L"),
    ];

    internal static readonly string[] Zones = ["UTC", "Asia/Shanghai", "America/New_York"];
}
