using System.Globalization;
using Kairos.Jobs;
using Kairos.Lab.Chaos.Nodes;
using Kairos.Lab.History;
using Kairos.Time;

namespace Kairos.Lab.Chaos.Load;

/// <summary>Jobs that are due once, of all sorts, and changes of them before they are.</summary>
internal sealed class MixedCalls(Caller caller, int seed)
{
    private const int Keys = 6;
    private readonly Random _random = new(seed + 1);

    internal Task StepAsync() => _random.Next(20) switch
    {
        0 or 1 or 2 or 3 => GateAsync(),
        4 => SubmitAsync(LabHandlers.Plain, new Work { WorkMs = _random.Next(2_000, 7_500) }),
        5 or 6 => SubmitAsync(LabHandlers.Flaky, new Work { Failures = _random.Next(1, 4) }),
        7 or 8 => SubmitAsync(LabHandlers.Plain, new Work { Follows = true }),
        9 or 10 => caller.SubmitAsync(LabHandlers.Keyed, Due(), new Work { WorkMs = _random.Next(200) }, string.Create(CultureInfo.InvariantCulture, $"k{_random.Next(Keys)}")),
        11 or 12 => RepeatSubmitAsync(),
        _ => ChangeAsync(),
    };

    private Instant Due() => caller.Now + TimeSpan.FromMicroseconds(_random.Next(200_000, 8_000_000));

    private Task<JobId?> SubmitAsync(string kind, Work work) => caller.SubmitAsync(kind, Due(), work);

    /// <summary>Its handler starts a second before its gate, and waits there.</summary>
    private Task<JobId?> GateAsync()
    {
        Instant due = Due();
        return caller.SubmitAsync(LabHandlers.Gated, due, new Work { Gate = (due + TimeSpan.FromSeconds(1)).Micros });
    }

    /// <summary>The same submit twice: one job.</summary>
    private async Task RepeatSubmitAsync()
    {
        Instant due = Due();
        string key = string.Create(CultureInfo.InvariantCulture, $"{seed} {_random.NextInt64()}");
        await caller.SubmitAsync(LabHandlers.Plain, due, new Work(), idempotencyKey: key);
        await caller.SubmitAsync(LabHandlers.Plain, due, new Work(), idempotencyKey: key);
    }

    private async Task ChangeAsync()
    {
        Instant due = Due();
        if (await caller.SubmitAsync(LabHandlers.Plain, due, new Work { WorkMs = _random.Next(300) }) is not { } job)
        {
            return;
        }

        switch (_random.Next(4))
        {
            case 0:
                await caller.ChangeAsync(job, ChangeKind.Cancel);
                break;
            case 1:
                await caller.MoveAsync(job, due + TimeSpan.FromSeconds(1.5));
                break;
            case 2:
                await caller.ChangeAsync(job, ChangeKind.RunNow);
                break;
            default:
                await caller.ChangeAsync(job, ChangeKind.Pause);
                await caller.ChangeAsync(job, ChangeKind.Resume);
                break;
        }
    }
}
