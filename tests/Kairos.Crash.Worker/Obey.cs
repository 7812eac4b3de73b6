using System.Globalization;
using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;

namespace Kairos.Crash.Worker;

/// <summary>Does what its standard input says, and tells on standard output what the engine does.</summary>
/// <remarks>
/// In: <c>submit KIND NAME DUE [BYTES]</c>, <c>finish</c>, <c>stop</c>; DUE in microseconds by the wall clock, or now.
/// Out: <c>ready</c>, <c>acked NAME JOB</c>, <c>refused NAME WHY</c>, <c>armed JOB</c>,
/// <c>started JOB DUE SHOWN STEADY</c> with the clock as shown and the steady clock in microseconds,
/// <c>ended JOB OUTCOME</c>, <c>idle</c> when the last live job has ended, <c>stepped MILLISECONDS</c>, <c>failed WORK</c>, <c>stopped</c>.
/// </remarks>
internal sealed class Obey(EngineRoom room)
{
    public async Task RunAsync()
    {
        room.Kinds.Started = Tell;
        using IDisposable listening = room.Engine.Events.Listen(Tell);
        await room.Engine.StartAsync(CancellationToken.None);
        Say($"ready");
        if (room.Gauges.Live == 0)
        {
            Say($"idle");
        }

        while (await Console.In.ReadLineAsync() is { } line && line != "stop")
        {
            if (line == "finish")
            {
                room.Kinds.Finish();
            }
            else
            {
                await SubmitAsync(line.Split(' '));
            }
        }

        await room.Engine.StopAsync(CancellationToken.None);
        Say($"stopped");
    }

    private async Task SubmitAsync(string[] words)
    {
        (string kind, string name, string due) = (words[1], words[2], words[3]);
        int bytes = words.Length > 4 ? int.Parse(words[4], CultureInfo.InvariantCulture) : 0;
        try
        {
            SubmitAnswer answer = await room.SubmitAsync(JobRequest.Of(kind, EngineRoom.Owner, new Work(name, new string('x', bytes)), WorkJson.Default.Work) with
            {
                Trigger = due == "now" ? null : new AtTrigger(new Instant(long.Parse(due, CultureInfo.InvariantCulture))),
                IdempotencyKey = name,
            });
            room.Gauges.AddLive(answer.Status == SubmitStatus.Created ? 1 : 0);
            Say($"acked {name} {answer.Id.Value:N}");
        }
        catch (StoreUnavailableException e)
        {
            Say($"refused {name} {e.Message}");
        }
    }

    private static void Tell(JobContext context)
    {
        long steady = TimeProvider.System.GetTimestamp() / (TimeProvider.System.TimestampFrequency / 1_000_000);
        Say($"started {context.Job.Value:N} {context.Due.Micros} {context.Now.Micros} {steady}");
    }

    private void Tell(EngineEvent e)
    {
        switch (e)
        {
            case JobArmed armed:
                Say($"armed {armed.Job.Value:N}");
                break;
            case RunCommitted committed:
                Say($"ended {committed.Run.Job.Value:N} {committed.Run.Outcome}");
                if (committed.Next is null && room.Gauges.AddLive(-1) == 0)
                {
                    Say($"idle");
                }

                break;
            case ClockStepped stepped:
                Say($"stepped {stepped.By.TotalMilliseconds}");
                break;
            case StoreFailed failed:
                Say($"failed {failed.Work}");
                break;
            default:
                break;
        }
    }

    private static void Say(FormattableString line) => Console.Out.WriteLine(FormattableString.Invariant(line));
}
