using Kairos.Triggers;
using Kairos.Triggers.Words;

namespace Kairos.Tests.Triggers;

public sealed class TriggerWordsTestsForDays
{
    [Theory]
    [InlineData("0 8 * * MON-FRI", "At 08:00 on Monday to Friday, Asia/Shanghai time.", "每周一至周五 08:00（Asia/Shanghai 时间）。")]
    [InlineData("0 8 * * 0", "At 08:00 on Sunday, Asia/Shanghai time.", "每周日 08:00（Asia/Shanghai 时间）。")]
    [InlineData("0 8 * * 7", "At 08:00 on Sunday, Asia/Shanghai time.", "每周日 08:00（Asia/Shanghai 时间）。")]
    [InlineData("0 8 * * SAT,SUN", "At 08:00 on Saturday and Sunday, Asia/Shanghai time.", "每周六、周日 08:00（Asia/Shanghai 时间）。")]
    [InlineData("0 8 * * 1,3,5", "At 08:00 on Monday, Wednesday and Friday, Asia/Shanghai time.", "每周一、周三、周五 08:00（Asia/Shanghai 时间）。")]
    [InlineData("0 8 * * FRI-MON", "At 08:00 on Friday to Monday, Asia/Shanghai time.", "每周五至周一 08:00（Asia/Shanghai 时间）。")]
    [InlineData("0 8 * * 0-7", "At 08:00 every day, Asia/Shanghai time.", "每天 08:00（Asia/Shanghai 时间）。")]
    [InlineData("*/5 * * * MON-FRI", "Every 5 minutes on Monday to Friday, Asia/Shanghai time.", "每周一至周五，每 5 分钟一次（Asia/Shanghai 时间）。")]
    [InlineData("0 * * * SAT", "Every hour, on the hour, on Saturday, Asia/Shanghai time.", "每周六，每小时整点（Asia/Shanghai 时间）。")]
    [InlineData("@weekly", "At 00:00 on Sunday, Asia/Shanghai time.", "每周日 00:00（Asia/Shanghai 时间）。")]
    [InlineData("@monthly", "At 00:00 on the 1st of each month, Asia/Shanghai time.", "每月 1 日 00:00（Asia/Shanghai 时间）。")]
    [InlineData("@yearly", "At 00:00 on 1 January of each year, Asia/Shanghai time.", "每年 1 月 1 日 00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 1,15 * *", "At 00:00 on the 1st and 15th of each month, Asia/Shanghai time.", "每月 1、15 日 00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 1-7 * *", "At 00:00 on the 1st to 7th of each month, Asia/Shanghai time.", "每月 1 至 7 日 00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 */2 * *", "At 00:00 on the 1st, 3rd, 5th, … 31st of each month, Asia/Shanghai time.", "每月 1、3、5……31 日 00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 31 * *", "At 00:00 on the 31st of each month that has one, Asia/Shanghai time.", "每月 31 日（没有该日的月份除外）00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 29 2 *", "At 00:00 on 29 February of each leap year, Asia/Shanghai time.", "闰年 2 月 29 日 00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 30 2 *", "At 00:00 on 30 February, a date that never comes, Asia/Shanghai time.", "每年 2 月 30 日 00:00，但该日期不存在，不会触发（Asia/Shanghai 时间）。")]
    [InlineData("0 0 13 * FRI", "At 00:00 on the 13th of each month, if it is a Friday, Asia/Shanghai time.", "每月 13 日（仅当为周五）00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 1 * MON-FRI", "At 00:00 on the 1st of each month, if it falls on Monday to Friday, Asia/Shanghai time.", "每月 1 日（仅当为周一至周五）00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 1-7 * MON,THU", "At 00:00 on the 1st to 7th of each month, if it falls on Monday or Thursday, Asia/Shanghai time.", "每月 1 至 7 日（仅当为周一、周四）00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 L * *", "At 00:00 on the last day of each month, Asia/Shanghai time.", "每月最后一天 00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 L-0 2 *", "At 00:00 on the last day of February, Asia/Shanghai time.", "每年 2 月最后一天 00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 L-1 * *", "At 00:00 on the 2nd-to-last day of each month, Asia/Shanghai time.", "每月倒数第 2 天 00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 L-3 * *", "At 00:00 on the 4th-to-last day of each month, Asia/Shanghai time.", "每月倒数第 4 天 00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 15W * *", "At 00:00 on the weekday (Monday to Friday) nearest to the 15th of each month, within the month, Asia/Shanghai time.", "每月离 15 日最近的工作日（周一至周五，不跨月）00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 LW * *", "At 00:00 on the last weekday (Monday to Friday) of each month, Asia/Shanghai time.", "每月最后一个工作日（周一至周五）00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 L-3W * ?", "At 00:00 on the weekday (Monday to Friday) nearest to the 4th-to-last day of each month, within the month, Asia/Shanghai time.", "每月离倒数第 4 天最近的工作日（周一至周五，不跨月）00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 0 * * FRIL", "At 00:00 on the last Friday of each month, Asia/Shanghai time.", "每月最后一个周五 00:00（Asia/Shanghai 时间）。")]
    [InlineData("0 9 * * TUE#2", "At 09:00 on the second Tuesday of each month, Asia/Shanghai time.", "每月第 2 个周二 09:00（Asia/Shanghai 时间）。")]
    [InlineData("0 9 * 1 5#5", "At 09:00 on the fifth Friday of January, Asia/Shanghai time.", "每年 1 月第 5 个周五 09:00（Asia/Shanghai 时间）。")]
    [InlineData("0 9 * * 7#5", "At 09:00 on the fifth Sunday of each month that has one, Asia/Shanghai time.", "每月第 5 个周日（没有该日的月份除外）09:00（Asia/Shanghai 时间）。")]
    [InlineData("0 9 L * FRIL", "At 09:00 on the last day of each month, if it is the last Friday of the month, Asia/Shanghai time.", "每月最后一天（仅当为当月最后一个周五）09:00（Asia/Shanghai 时间）。")]
    [InlineData("0 9 1 JAN,APR,JUL,OCT *", "At 09:00 on the 1st of January, April, July and October, Asia/Shanghai time.", "每年 1、4、7、10 月每月 1 日 09:00（Asia/Shanghai 时间）。")]
    [InlineData("0 9 1 6-8 *", "At 09:00 on the 1st of each month from June to August, Asia/Shanghai time.", "每年 6 至 8 月每月 1 日 09:00（Asia/Shanghai 时间）。")]
    [InlineData("0 9 1 11-2 *", "At 09:00 on the 1st of each month from November to February, Asia/Shanghai time.", "每年 11 月至次年 2 月每月 1 日 09:00（Asia/Shanghai 时间）。")]
    [InlineData("0 9 * 6 *", "At 09:00 every day in June, Asia/Shanghai time.", "每年 6 月每天 09:00（Asia/Shanghai 时间）。")]
    [InlineData("0 9 * 6-8 *", "At 09:00 every day from June to August, Asia/Shanghai time.", "每年 6 至 8 月每天 09:00（Asia/Shanghai 时间）。")]
    [InlineData("0 9 * 6-8 MON", "At 09:00 on Monday from June to August, Asia/Shanghai time.", "每年 6 至 8 月的每周一 09:00（Asia/Shanghai 时间）。")]
    [InlineData("* * * 6 *", "Every minute in June, Asia/Shanghai time.", "每年 6 月每天，每分钟一次（Asia/Shanghai 时间）。")]
    public void Days_of_cron_are_told_as_people_tell_them(string cron, string english, string chinese)
    {
        Trigger trigger = Trigger.Cron(cron, "Asia/Shanghai");
        TriggerWords.Describe(trigger, "en").ShouldBe(english);
        TriggerWords.Describe(trigger, "zh").ShouldBe(chinese);
    }
}
