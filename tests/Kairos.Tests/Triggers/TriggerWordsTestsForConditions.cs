using Kairos.Triggers;
using Kairos.Triggers.Words;

namespace Kairos.Tests.Triggers;

public sealed class TriggerWordsTestsForConditions
{
    [Theory]
    [InlineData("at 2026-11-21T12:10:00Z", "Once, at 2026-11-21 12:10:00 UTC.", "2026-11-21 12:10:00 UTC 执行一次。")]
    [InlineData("at 2026-11-21T12:10:00.25Z in Asia/Shanghai jitter 30s", "Once, at 2026-11-21 20:10:00.25 UTC+08:00, up to 30 seconds later by chance.", "2026-11-21 20:10:00.25 UTC+08:00 执行一次，随机推迟最多 30 秒。")]
    [InlineData("at 2026-11-01T06:30:00Z in America/New_York", "Once, at 2026-11-01 01:30:00 UTC-05:00.", "2026-11-01 01:30:00 UTC-05:00 执行一次。")]
    [InlineData("at 9999-12-31T23:59:59.999999Z in Asia/Shanghai", "Once, at 9999-12-31 23:59:59.999999 UTC.", "9999-12-31 23:59:59.999999 UTC 执行一次。")]
    [InlineData("every 90s from 2026-11-21T00:00:00Z", "Every 90 seconds, counted from 2026-11-21 00:00:00 UTC.", "每 90 秒一次，自 2026-11-21 00:00:00 UTC 起算。")]
    [InlineData("every 60s", "Every minute, counted from its submission.", "每分钟一次，自提交时起算。")]
    [InlineData("every 90m", "Every 1 hour 30 minutes, counted from its submission.", "每 1 小时 30 分一次，自提交时起算。")]
    [InlineData("every 24h", "Every 24 hours, counted from its submission.", "每 24 小时一次，自提交时起算。")]
    [InlineData("every 7d", "Every 7 days, counted from its submission.", "每 7 天一次，自提交时起算。")]
    [InlineData("every 250ms", "Every 250 milliseconds, counted from its submission.", "每 250 毫秒一次，自提交时起算。")]
    [InlineData("every 1500ms max 1", "Every 1.5 seconds, counted from its submission, at most 1 run.", "每 1.5 秒一次，自提交时起算，最多 1 次。")]
    [InlineData("daily 20:10 in Asia/Shanghai jitter 30s misfire skip", "At 20:10 every day, Asia/Shanghai time, each time up to 30 seconds later by chance; what is missed is skipped.", "每天 20:10（Asia/Shanghai 时间），每次随机推迟最多 30 秒；错过的跳过。")]
    [InlineData("daily 08:00,20:10:30 on mon-fri misfire run", "At 08:00 and 20:10:30 on Monday to Friday, UTC; whatever is missed is run late, one after another.", "每周一至周五 08:00、20:10:30（UTC）；错过的逐次补跑。")]
    [InlineData("daily 08:00 misfire run if younger than 5m", "At 08:00 every day, UTC; what is missed is run if less than 5 minutes late, else skipped.", "每天 08:00（UTC）；错过不到 5 分钟的补跑，否则跳过。")]
    [InlineData("grid \"Mon-Fri 08:00-20:00; Sat 10:00-24:00\"", "At each change of a weekly grid that is on 08:00–20:00 on Monday to Friday and 10:00–24:00 on Saturday, off otherwise, UTC.", "每周开关表变化时：周一至周五 08:00–20:00，以及周六 10:00–24:00 为开，其余为关（UTC）。")]
    [InlineData("grid \"Fri 18:00-24:00; Sat,Sun 00:00-24:00; Mon 00:00-06:00\"", "At each change of a weekly grid that is on 00:00–06:00 on Monday, 18:00–24:00 on Friday, and all day on Saturday and Sunday, off otherwise, UTC.", "每周开关表变化时：周一 00:00–06:00，周五 18:00–24:00，以及周六、周日全天为开，其余为关（UTC）。")]
    [InlineData("grid \"00:00-24:00\"", "Never, for the weekly grid is always on.", "永不触发：每周开关表始终为开。")]
    [InlineData("poll 60s-180s tries 30 for 1h window \"06:00-21:00\" quiet seats.grab before 90s after 90s merge 5m", "60 to 180 seconds after each run, only 06:00–21:00, UTC, at most 30 runs within 1 hour; never from 90 seconds before to 90 seconds after any seats.grab, those within 5 minutes of each other taken as one.", "每次运行结束后 60 至 180 秒，仅限 06:00–21:00（UTC），1 小时内最多 30 次；任何 seats.grab 前 90 秒至后 90 秒内不执行，相隔不超过 5 分钟的视为同一次。")]
    [InlineData("poll 60s,90s,120s", "60, 90 or 120 seconds after each run.", "每次运行结束后 60、90 或 120 秒。")]
    [InlineData("poll 30s,2h for 3d since 2026-11-21T00:00:00Z", "30 seconds or 2 hours after each run, for 3 days from 2026-11-21 00:00:00 UTC.", "每次运行结束后 30 秒或 2 小时，自 2026-11-21 00:00:00 UTC 起 3 天内有效。")]
    [InlineData("poll 1m-10m tries 30 max 20", "1 to 10 minutes after each run, at most 20 runs.", "每次运行结束后 1 至 10 分钟，最多 20 次。")]
    [InlineData("every 1m window \"22:00-06:00\"", "Every minute, counted from its submission, only 22:00–06:00, UTC.", "每分钟一次，自提交时起算，仅限 22:00–次日 06:00（UTC）。")]
    [InlineData("every 1m window \"Fri 22:00-06:00\"", "Every minute, counted from its submission, only 22:00–06:00 (next day) on Friday, UTC.", "每分钟一次，自提交时起算，仅限周五 22:00–次日 06:00（UTC）。")]
    [InlineData("every 1m window \"00:00-24:00\" in Asia/Shanghai", "Every minute, counted from its submission.", "每分钟一次，自提交时起算。")]
    [InlineData("every 1m window \"Sat,Sun 00:00-24:00\" start 2026-11-21T00:00:00Z", "Every minute, counted from its submission, only on Saturday and Sunday, UTC, not before 2026-11-21 00:00:00 UTC.", "每分钟一次，自提交时起算，仅限周六、周日（UTC），自 2026-11-21 00:00:00 UTC 起。")]
    [InlineData("every 1m end 2026-11-22T00:00:00Z", "Every minute, counted from its submission, only before 2026-11-22 00:00:00 UTC.", "每分钟一次，自提交时起算，仅在 2026-11-22 00:00:00 UTC 之前。")]
    [InlineData("every 1m start 2026-11-21T00:00:00Z end 2026-11-22T00:00:00Z", "Every minute, counted from its submission, from 2026-11-21 00:00:00 UTC up to but not including 2026-11-22 00:00:00 UTC.", "每分钟一次，自提交时起算，自 2026-11-21 00:00:00 UTC 起至 2026-11-22 00:00:00 UTC 之前。")]
    [InlineData("daily 10:00 in Asia/Shanghai calendar \"Mon-Fri\"", "At 10:00 every day, only on Monday to Friday, Asia/Shanghai time.", "每天 10:00，仅限周一至周五（Asia/Shanghai 时间）。")]
    [InlineData("every 1m calendar \"Mon-Fri 09:30-11:30,13:00-15:00; not 2026-10-01,2026-10-02; also 2026-10-10, 2026-12-24 09:30-12:00,13:00-14:00\"", "Every minute, counted from its submission, only 09:30–11:30 and 13:00–15:00 on Monday to Friday, except on 2026-10-01 and 2026-10-02, also on 2026-10-10, on 2026-12-24 only 09:30–12:00 and 13:00–14:00, UTC.", "每分钟一次，自提交时起算，仅限周一至周五 09:30–11:30、13:00–15:00，2026-10-01、2026-10-02 除外，另加 2026-10-10，2026-12-24 仅限 09:30–12:00、13:00–14:00（UTC）。")]
    [InlineData("every 1m calendar \"no days; also 2026-12-24, 2026-12-25 09:00-12:00\"", "Every minute, counted from its submission, only on 2026-12-24 and 09:00–12:00 on 2026-12-25, UTC.", "每分钟一次，自提交时起算，仅限 2026-12-24，以及 2026-12-25 09:00–12:00（UTC）。")]
    [InlineData("every 1m calendar \"Mon-Sun; not 2026-10-01,2026-10-02,2026-10-03,2026-10-04,2026-10-05,2026-10-06,2026-10-07\"", "Every minute, counted from its submission, except on 7 dates from 2026-10-01 to 2026-10-07, UTC.", "每分钟一次，自提交时起算，2026-10-01 至 2026-10-07 间的 7 个日期除外（UTC）。")]
    [InlineData("every 1m quiet seats.grab and flash.buy before 2m", "Every minute, counted from its submission; never within 2 minutes before any seats.grab or flash.buy.", "每分钟一次，自提交时起算；任何 seats.grab 或 flash.buy 前 2 分钟内不执行。")]
    [InlineData("every 1m quiet backup and at 2026-11-21T00:00:00Z after 2m", "Every minute, counted from its submission; never within 2 minutes after any “backup” or 2026-11-21 00:00:00 UTC.", "每分钟一次，自提交时起算；任何“backup”或 2026-11-21 00:00:00 UTC 后 2 分钟内不执行。")]
    [InlineData("every 1m quiet seats.grab merge 5m", "Every minute, counted from its submission; never between neighbours within 5 minutes of each other among seats.grab.", "每分钟一次，自提交时起算；seats.grab 之中，相隔不超过 5 分钟的两次之间不执行。")]
    [InlineData("every 1m quiet seats.grab", "Every minute, counted from its submission.", "每分钟一次，自提交时起算。")]
    [InlineData("cron \"H * * * *\"", "At a drawn minute of each hour, UTC; drawn once, on submission.", "每小时随机选定的某一分钟（UTC）；随机值在提交时选定，此后不变。")]
    [InlineData("cron \"0 H/3 * * H\"", "At minute 0 of every 3rd hour from a drawn one on a drawn day of the week, UTC; drawn once, on submission.", "每周随机选定的某一天，自随机选定的某一小时起每 3 小时的第 0 分（UTC）；随机值在提交时选定，此后不变。")]
    [InlineData("grid \"Mon 00:00-02:00; Mon 20:00-02:00\"", "At each change of a weekly grid that is on 00:00–02:00 and 20:00–02:00 (next day) on Monday, off otherwise, UTC.", "每周开关表变化时：周一 00:00–02:00、20:00–次日 02:00 为开，其余为关（UTC）。")]
    [InlineData("poll 500ms-2s", "500 milliseconds to 2 seconds after each run.", "每次运行结束后 500 毫秒至 2 秒。")]
    [InlineData("cron \"0 0 H/3 H/2 *\"", "At 00:00 on every 3rd day from a drawn one of every 2nd month from a drawn one, UTC; drawn once, on submission.", "每年自随机选定的某一个月起每 2 个月每月自随机选定的某一天起每 3 天 00:00（UTC）；随机值在提交时选定，此后不变。")]
    public void Rules_and_conditions_make_one_sentence(string text, string english, string chinese)
    {
        Trigger trigger = TriggerText.Parse(text);
        TriggerWords.Describe(trigger, "en").ShouldBe(english);
        TriggerWords.Describe(trigger, "zh").ShouldBe(chinese);
    }
}
