using Kairos.Jobs;
using Kairos.Triggers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reminders;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddKairos(kairos => kairos
    .UseSqlite("reminders.db")
    .Handle("remind", RemindersJson.Default.Reminder, async (reminder, job, ct) =>
    {
        await Console.Out.WriteLineAsync($"{job.Now}  {reminder.Text}");
        return Outcome.Success;
    }));
using IHost host = builder.Build();
await host.StartAsync();

JobClient jobs = host.Services.GetRequiredService<JobClient>();
await jobs.SubmitAsync(JobRequest.Of("remind", "ann", new Reminder("The library opens its seats"), RemindersJson.Default.Reminder) with
{
    Key = "library",
    Conflict = KeyConflict.Replace,
    Trigger = Trigger.Daily("Asia/Shanghai", new TimeOnly(20, 9, 30)),
});
await host.WaitForShutdownAsync();
