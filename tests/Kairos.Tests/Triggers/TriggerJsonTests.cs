using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;

namespace Kairos.Tests.Triggers;

public sealed class TriggerJsonTests
{
    private static readonly DateTimeOffset s_instant = new DateTimeOffset(2026, 11, 20, 20, 10, 0, TimeSpan.FromHours(8)).AddTicks(1_234_560);

    public static TheoryData<Trigger> All =>
    [
        Trigger.At(s_instant),
        new AtTrigger(Instant.Max),
        new AtTrigger(Instant.Min),
        Trigger.Every(TimeSpan.FromSeconds(1), s_instant),
        Trigger.Every(TimeSpan.FromMicroseconds(90_061_000_001), s_instant),
        Trigger.Every(TimeSpan.FromTicks(10_000_009), s_instant),
        Trigger.Every(TimeSpan.FromDays(400), s_instant),
        Trigger.Daily("Asia/Shanghai", new TimeOnly(20, 10)),
        Trigger.Daily("UTC", new TimeOnly(0, 0), new TimeOnly(23, 59, 59, 999, 999)),
        new DailyTrigger("America/New_York", [new TimeOnly(7, 5, 3).Add(TimeSpan.FromTicks(1_234_567))], Weekdays.Monday | Weekdays.Sunday),
        new DailyTrigger("Europe/London", [new TimeOnly(12, 0)], Weekdays.Saturday),
    ];

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void A_trigger_comes_back_from_its_stored_form_as_it_was(Trigger trigger)
    {
        Trigger read = TriggerJson.Read(TriggerJson.Write(trigger));
        read.ShouldBe(trigger);
        TriggerJson.Write(read).ShouldBe(TriggerJson.Write(trigger));
        read.Next(Instant.From(s_instant)).ShouldBe(trigger.Next(Instant.From(s_instant)));
    }

    [Fact]
    public void The_stored_forms_are_frozen()
    {
        TriggerJson.Write(Trigger.At(s_instant)).ShouldBe("""{"at":"2026-11-20T12:10:00.123456Z"}""");
        TriggerJson.Write(Trigger.Every(TimeSpan.FromSeconds(90), s_instant)).ShouldBe("""{"every":"1m30s","anchor":"2026-11-20T12:10:00.123456Z"}""");
        TriggerJson.Write(new DailyTrigger("Asia/Shanghai", [new TimeOnly(20, 10)], Weekdays.Monday)).ShouldBe("""{"daily":["20:10"],"zone":"Asia/Shanghai","weekdays":["Monday"]}""");
        TriggerJson.Write(Trigger.Cron("0 8 * * mon-fri", "Asia/Shanghai")).ShouldBe("""{"cron":"0 8 * * MON-FRI","zone":"Asia/Shanghai"}""");
    }

    [Theory]
    [InlineData("""{"every":90,"anchor":"2026-11-20T12:10:00Z"}""", """{"every":"1m30s","anchor":"2026-11-20T12:10:00.000000Z"}""")]
    [InlineData("""{"every":"00:01:30","anchor":"2026-11-20T12:10:00Z"}""", """{"every":"1m30s","anchor":"2026-11-20T12:10:00.000000Z"}""")]
    [InlineData("""{"every":"90s"}""", """{"every":"1m30s"}""")]
    [InlineData("""{"daily":"20:10","jitter":"00:00:05"}""", """{"daily":["20:10"],"jitter":"5s"}""")]
    [InlineData("""{"every":1.5,"anchor":"2026-11-20T20:10:00+08:00"}""", """{"every":"1s500ms","anchor":"2026-11-20T12:10:00.000000Z"}""")]
    [InlineData("""{"daily":["7:05","20:10"],"weekdays":["monday","TUESDAY"]}""", """{"daily":["07:05","20:10"],"weekdays":["Monday","Tuesday"]}""")]
    public void What_people_write_is_read_too(string text, string stored) => TriggerJson.Write(TriggerJson.Read(text)).ShouldBe(stored);

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{\"at\":")]
    [InlineData("{\"at\":null}")]
    [InlineData("{\"at\":5}")]
    [InlineData("{\"at\":\"tomorrow\"}")]
    [InlineData("{\"at\":\"2026-11-20T20:10:00\"}")]
    [InlineData("{\"at\":\"20:10:00Z\"}")]
    [InlineData("{\"at\":\"2026-13-20T20:10:00Z\"}")]
    [InlineData("{\"every\":\"5\",\"anchor\":\"2026-11-20T12:10:00Z\"}")]
    [InlineData("{\"every\":\"soon\",\"anchor\":\"2026-11-20T12:10:00Z\"}")]
    [InlineData("{\"every\":0.0005,\"anchor\":\"2026-11-20T12:10:00Z\"}")]
    [InlineData("{\"every\":1e300,\"anchor\":\"2026-11-20T12:10:00Z\"}")]
    [InlineData("{\"every\":true,\"anchor\":\"2026-11-20T12:10:00Z\"}")]
    [InlineData("{\"daily\":[]}")]
    [InlineData("{\"daily\":[\"25:00\"]}")]
    [InlineData("{\"daily\":[20]}")]
    [InlineData("{\"daily\":[\"20:10\"],\"zone\":\"Mars/Olympus\"}")]
    [InlineData("{\"daily\":[\"20:10\"],\"zone\":null}")]
    [InlineData("{\"daily\":[\"20:10\"],\"weekdays\":[\"someday\"]}")]
    [InlineData("{\"daily\":[\"20:10\"],\"weekdays\":[\"1\"]}")]
    [InlineData("{\"daily\":[\"20:10\"],\"weekdays\":[]}")]
    [InlineData("{\"at\":\"2026-11-20T20:10:00Z\",\"daily\":[\"20:10\"]}")]
    [InlineData("{\"at\":\"2026-11-20T20:10:00Z\",\"at\":\"2026-11-21T20:10:00Z\"}")]
    public void What_is_not_a_trigger_is_refused_with_what_is_expected(string text)
    {
        string message = Should.Throw<FormatException>(() => TriggerJson.Read(text)).Message;
        message.ShouldStartWith("Not a trigger: ");
        message.ShouldContain("Expected one of {\"at\":");
    }
}
