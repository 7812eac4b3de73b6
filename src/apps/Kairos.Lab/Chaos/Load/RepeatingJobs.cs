using System.Globalization;
using Kairos.Jobs;
using Kairos.Lab.Chaos.Nodes;
using Kairos.Lab.History;
using Kairos.Time;

namespace Kairos.Lab.Chaos.Load;

/// <summary>Jobs of every second under keys of this node, whatever life of its process made them, and changes of them.</summary>
internal sealed class RepeatingJobs(Caller caller, NodeOrder order, int count)
{
    private readonly Random _random = new(order.Seed);

    /// <summary>One of them: it is there again if it was ended, and now and then something is done to it.</summary>
    internal async Task StepAsync()
    {
        int which = _random.Next(count);
        string key = string.Create(CultureInfo.InvariantCulture, $"every {order.Index}.{which}");
        Instant first = caller.Now + TimeSpan.FromMicroseconds(_random.Next(1_500_000));

        // One of them is slower than its period, so that instants go by.
        Work work = new() { WorkMs = which == 0 ? 1300 : 20 };
        if (await caller.RepeatAsync(key, first, work) is not { } job)
        {
            return;
        }

        switch (_random.Next(8))
        {
            case 0:
                await caller.ChangeAsync(job, ChangeKind.RunNow);
                break;
            case 1:
                await caller.ChangeAsync(job, ChangeKind.Pause);
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1500)), TimeProvider.System);
                await caller.ChangeAsync(job, ChangeKind.Resume);
                break;
            case 2:
                await caller.ChangeAsync(job, ChangeKind.Cancel);
                break;
            case 3:
                // What a pause of an earlier life left behind goes on.
                await caller.ChangeAsync(job, ChangeKind.Resume);
                break;
            default:
                break;
        }
    }
}
