using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Cron;
using Kairos.Triggers.Rules;

namespace Kairos.Tests.Triggers;

public sealed class TriggerTextTests
{
    private static readonly Instant s_now = new(1_790_000_000_000_000);

    [Fact]
    public void Print_then_parse_is_the_identity_for_text_and_for_json()
    {
        SampleTriggers samples = new(20261121);
        for (int i = 0; i < 3_000; i++)
        {
            Trigger trigger = samples.Next();
            string text = TriggerText.Write(trigger);
            string json = TriggerJson.Write(trigger);
            TriggerText.Parse(text).ShouldBe(trigger, text);
            TriggerJson.Read(json).ShouldBe(trigger, json);
            TriggerText.Write(TriggerText.Parse(text)).ShouldBe(text);
            TriggerJson.Write(TriggerJson.Read(json)).ShouldBe(json);
            TriggerText.Parse(text).Bound(7, s_now).Next(s_now).ShouldBe(TriggerJson.Read(json).Bound(7, s_now).Next(s_now), text);
        }
    }

    [Fact]
    public void An_expression_that_has_drawn_its_hash_keeps_it_in_both_forms()
    {
        CronTrigger trigger = new(CronExpression.Parse("H H * * *", seed: 5));
        TriggerJson.Read(TriggerJson.Write(trigger)).Next(s_now).ShouldBe(trigger.Next(s_now));
        TriggerText.Parse(TriggerText.Write(trigger)).ShouldBe(trigger);
        trigger.Bound(7, s_now).ShouldBe(trigger);
    }

    [Theory]
    [InlineData("at 2026-11-21T20:10:00+08:00", "at 2026-11-21T12:10:00.000000Z")]
    [InlineData("every 90s", "every 1m30s")]
    [InlineData("EVERY 90s FROM 2026-11-21T00:00:00Z", "every 1m30s from 2026-11-21T00:00:00.000000Z")]
    [InlineData("cron \"0  8 * * mon-fri\" in Asia/Shanghai jitter 30s", "cron \"0 8 * * MON-FRI\" in Asia/Shanghai jitter 30s")]
    [InlineData("daily 21:00, 20:10 on mon-fri in Asia/Shanghai", "daily 20:10,21:00 on Mon-Fri in Asia/Shanghai")]
    [InlineData("grid \"Mon-Fri 08:00-20:00; Sat 10:00-24:00\"", "grid \"Mon-Fri 08:00-20:00; Sat 10:00-24:00\"")]
    [InlineData("poll 60s,80s tries 30 for 1h window \"06:00-21:00\"", "poll 1m,1m20s tries 30 for 1h window \"06:00-21:00\"")]
    [InlineData("poll 60s-180s quiet seats.grab before 90s after 90s merge 5m misfire skip", "poll 1m-3m quiet seats.grab before 1m30s after 1m30s merge 5m misfire skip")]
    [InlineData("daily 20:10 misfire run if younger than 5m max 10", "daily 20:10 max 10 misfire run if younger than 5m")]
    [InlineData("daily 20:10 misfire run once for all missed seed 7", "daily 20:10 seed 7")]
    public void What_people_write_is_read_and_written_in_one_way(string text, string written) => TriggerText.Write(TriggerText.Parse(text)).ShouldBe(written);

    [Theory]
    [InlineData("", 0, "begins with")]
    [InlineData("sometimes", 0, "begins with")]
    [InlineData("every", 5, "missing")]
    [InlineData("every now", 6, "span of time")]
    [InlineData("every 500us", 6, "1ms or longer")]
    [InlineData("cron \"0 61 * * *\"", 8, "hour takes 0-23")]
    [InlineData("cron \"0 8 * * *", 5, "not closed")]
    [InlineData("daily 25:00", 6, "times of the day")]
    [InlineData("daily 20:10 on someday", 15, "days of the week")]
    [InlineData("daily 20:10 in Mars/Olympus", 15, "unknown here")]
    [InlineData("daily 20:10 jitter 5s jitter 6s", 22, "twice")]
    [InlineData("daily 20:10 wobble 5s", 12, "a condition is one of")]
    [InlineData("daily 20:10 misfire never", 20, "misfire policy")]
    [InlineData("grid \"Mon 08:10-09:00\"", 6, "quarter")]
    [InlineData("grid \"0101\"", 6, "336")]
    [InlineData("every 1m jitter 1m", 0, "not shorter than the period")]
    [InlineData("daily 20:10 window \"08:00\"", 20, "range of the day")]
    [InlineData("daily 20:10 calendar \"Mon-Fri; not tomorrow\"", 22, "no date")]
    [InlineData("daily 20:10 max 0", 0, "max runs is below 1")]
    public void What_is_not_understood_is_refused_with_its_place(string text, int position, string message)
    {
        TriggerText.TryParse(text, out _, out TriggerFault? fault).ShouldBeFalse();
        fault.ShouldNotBeNull().Position.ShouldBe(position, fault.Message);
        fault.Message.ShouldContain(message);
    }
}
