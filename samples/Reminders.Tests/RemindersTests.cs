using System.Text.Json.Serialization;
using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Triggers;
using Shouldly;
using Xunit;

namespace Reminders.Tests;

/// <summary>How to test what runs on Kairos: time moves when told to, and every run is awaited, not slept for.</summary>
public sealed class RemindersTests
{
    [Fact]
    public async Task A_week_of_reminders_takes_no_time_to_test()
    {
        List<string> shown = [];
        await using KairosTestHost host = await KairosTestHost.StartAsync(kairos => kairos
            .Handle("remind", ReminderJson.Default.Reminder, (reminder, job, ct) =>
            {
                shown.Add($"{job.Now.ToDateTimeOffset():ddd HH:mm:ss} {reminder.Text}");
                return ValueTask.FromResult(Outcome.Success);
            }));
        await host.Jobs.SubmitAsync(JobRequest.Of("remind", "ann", new Reminder("seats"), ReminderJson.Default.Reminder) with
        {
            Trigger = Trigger.Daily("Asia/Shanghai", new TimeOnly(20, 9, 30)),
        });

        await host.DrainAsync(until: host.Time.GetUtcNow().AddDays(7));

        shown.Count.ShouldBe(7);
        shown[0].ShouldBe("Thu 12:09:30 seats");
    }
}

internal sealed record Reminder(string Text);

[JsonSerializable(typeof(Reminder))]
internal sealed partial class ReminderJson : JsonSerializerContext;
