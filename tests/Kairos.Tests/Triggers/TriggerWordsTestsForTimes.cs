using Kairos.Triggers;
using Kairos.Triggers.Words;

namespace Kairos.Tests.Triggers;

public sealed class TriggerWordsTestsForTimes
{
    [Theory]
    [InlineData("* * * * *", "Every minute.", "每分钟一次。")]
    [InlineData("* * * * * *", "Every second.", "每秒一次。")]
    [InlineData("@every_second", "Every second.", "每秒一次。")]
    [InlineData("@every_minute", "Every minute.", "每分钟一次。")]
    [InlineData("@hourly", "Every hour, on the hour, UTC.", "每小时整点（UTC）。")]
    [InlineData("*/5 * * * *", "Every 5 minutes, UTC.", "每 5 分钟一次（UTC）。")]
    [InlineData("0/30 * ? * *", "Every 30 minutes, UTC.", "每 30 分钟一次（UTC）。")]
    [InlineData("0,20,40 * * * *", "Every 20 minutes, UTC.", "每 20 分钟一次（UTC）。")]
    [InlineData("*/7 * * * *", "At minutes 0, 7, 14, … 56 of each hour, UTC.", "每小时第 0、7、14……56 分（UTC）。")]
    [InlineData("*/25 * * * *", "At minutes 0, 25 and 50 of each hour, UTC.", "每小时第 0、25、50 分（UTC）。")]
    [InlineData("5/10 * * * *", "At minutes 5, 15, 25, … 55 of each hour, UTC.", "每小时第 5、15、25……55 分（UTC）。")]
    [InlineData("30 * * * *", "At minute 30 of each hour, UTC.", "每小时第 30 分（UTC）。")]
    [InlineData("0-10,30 * * * *", "At minutes 0 to 10 and 30 of each hour, UTC.", "每小时第 0 至 10、30 分（UTC）。")]
    [InlineData("58-1 * * * *", "At minutes 0, 1, 58 and 59 of each hour, UTC.", "每小时第 0、1、58、59 分（UTC）。")]
    [InlineData("0 8 * * *", "At 08:00 every day, UTC.", "每天 08:00（UTC）。")]
    [InlineData("0,30 8 * * *", "At 08:00 and 08:30 every day, UTC.", "每天 08:00、08:30（UTC）。")]
    [InlineData("15 8,12,18 * * *", "At 08:15, 12:15 and 18:15 every day, UTC.", "每天 08:15、12:15、18:15（UTC）。")]
    [InlineData("0 */6 * * *", "At 00:00, 06:00, 12:00 and 18:00 every day, UTC.", "每天 00:00、06:00、12:00、18:00（UTC）。")]
    [InlineData("0 */2 * * *", "Every 2 hours from 00:00 to 22:00 every day, UTC.", "每天 00:00 至 22:00，每 2 小时一次（UTC）。")]
    [InlineData("0 */5 * * *", "Every 5 hours from 00:00 to 20:00 every day, UTC.", "每天 00:00 至 20:00，每 5 小时一次（UTC）。")]
    [InlineData("30 8-18 * * *", "Every hour from 08:30 to 18:30 every day, UTC.", "每天 08:30 至 18:30，每小时一次（UTC）。")]
    [InlineData("0 8-11,13-17 * * *", "Every hour from 08:00 to 11:00 and from 13:00 to 17:00 every day, UTC.", "每天 08:00 至 11:00、13:00 至 17:00，每小时一次（UTC）。")]
    [InlineData("0 0,1,5,9,20 * * *", "At 00:00, 01:00, 05:00, 09:00 and 20:00 every day, UTC.", "每天 00:00、01:00、05:00、09:00、20:00（UTC）。")]
    [InlineData("0 22-1 * * *", "At 00:00, 01:00, 22:00 and 23:00 every day, UTC.", "每天 00:00、01:00、22:00、23:00（UTC）。")]
    [InlineData("0 20-6 * * *", "Every hour from 20:00 to 06:00 every day, UTC.", "每天 20:00 至 06:00，每小时一次（UTC）。")]
    [InlineData("0 20-6 * * MON", "Every hour from 00:00 to 06:00 and from 20:00 to 23:00 on Monday, UTC.", "每周一 00:00 至 06:00、20:00 至 23:00，每小时一次（UTC）。")]
    [InlineData("0 22-4/3 * * *", "At 01:00, 04:00 and 22:00 every day, UTC.", "每天 01:00、04:00、22:00（UTC）。")]
    [InlineData("* 8 * * *", "Every minute from 08:00 to 08:59 every day, UTC.", "每天 08:00 至 08:59，每分钟一次（UTC）。")]
    [InlineData("*/15 8-17 * * *", "Every 15 minutes from 08:00 to 17:45 every day, UTC.", "每天 08:00 至 17:45，每 15 分钟一次（UTC）。")]
    [InlineData("*/5 */3 * * *", "Every 5 minutes in the hours 0, 3, 6, … 21 every day, UTC.", "每天 0、3、6……21 时，每 5 分钟一次（UTC）。")]
    [InlineData("15,45 8-17 * * *", "At minutes 15 and 45 of each hour from 08:15 to 17:45 every day, UTC.", "每天 08:15 至 17:45，每小时第 15、45 分（UTC）。")]
    [InlineData("*/7 8 * * *", "At minutes 0, 7, 14, … 56 of the hour 8 every day, UTC.", "每天 8 时的第 0、7、14……56 分（UTC）。")]
    [InlineData("15 * * * * *", "At second 15 of every minute.", "每分钟第 15 秒。")]
    [InlineData("*/10 * * * * *", "Every 10 seconds.", "每 10 秒一次。")]
    [InlineData("*/7 * * * * *", "At seconds 0, 7, 14, … 56 of every minute.", "每分钟第 0、7、14……56 秒。")]
    [InlineData("15 0 8 * * *", "At 08:00:15 every day, UTC.", "每天 08:00:15（UTC）。")]
    [InlineData("15 30 * * * *", "At second 15 of minute 30 of each hour, UTC.", "每小时第 30 分的第 15 秒（UTC）。")]
    [InlineData("15 */5 * * * *", "At second 15 of minutes 0, 5, 10, … 55 of each hour, UTC.", "每小时第 0、5、10……55 分的第 15 秒（UTC）。")]
    [InlineData("15 * 8-17 * * *", "At second 15 of every minute from 08:00 to 17:59 every day, UTC.", "每天 08:00 至 17:59，每分钟第 15 秒（UTC）。")]
    [InlineData("* * 8-17 * * *", "Every second from 08:00:00 to 17:59:59 every day, UTC.", "每天 08:00:00 至 17:59:59，每秒一次（UTC）。")]
    [InlineData("* 30 8 * * *", "Every second from 08:30:00 to 08:30:59 every day, UTC.", "每天 08:30:00 至 08:30:59，每秒一次（UTC）。")]
    [InlineData("*/10 30 * * * *", "Every 10 seconds in minute 30 of each hour, UTC.", "每小时第 30 分内每 10 秒一次（UTC）。")]
    [InlineData("*/20 0,30 8-17 * * *", "Every 20 seconds in minutes 0 and 30 of each hour from 08:00 to 17:30 every day, UTC.", "每天 08:00 至 17:30，每小时第 0、30 分内每 20 秒一次（UTC）。")]
    public void Times_of_cron_are_told_as_people_tell_them(string cron, string english, string chinese)
    {
        Trigger trigger = Trigger.Cron(cron);
        TriggerWords.Describe(trigger, "en").ShouldBe(english);
        TriggerWords.Describe(trigger, "zh").ShouldBe(chinese);
    }
}
