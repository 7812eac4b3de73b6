using Kairos.Events;
using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Crash.Worker;

/// <summary>Runs until nothing is left: what recurs is cancelled, the rest ends by itself.</summary>
internal static class Drain
{
    /// <summary>Printed when nothing is live any more.</summary>
    public const string Drained = "drained";

    public static async Task RunAsync(EngineRoom room)
    {
        TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable listening = room.Engine.Events.Listen(e =>
        {
            if (e is RunCommitted { Next: null } && room.Gauges.AddLive(-1) == 0)
            {
                empty.TrySetResult();
            }
        });
        await room.Engine.StartAsync(CancellationToken.None);
        IReadOnlyList<JobView> recurring = await room.Jobs.ListAsync(new JobFilter { Owner = EngineRoom.Owner, Kind = Kinds.Every });
        foreach (JobView job in recurring)
        {
            // One that had started ends with that run, which the stop waits for.
            _ = await room.Jobs.CancelAsync(EngineRoom.Owner, job.Id);
            if (room.Gauges.AddLive(-1) == 0)
            {
                empty.TrySetResult();
            }
        }

        if (room.Gauges.Live > 0)
        {
            await empty.Task;
        }

        await room.Engine.StopAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync(Drained);
    }
}
