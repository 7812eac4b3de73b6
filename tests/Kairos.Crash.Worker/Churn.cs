using System.Globalization;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;

namespace Kairos.Crash.Worker;

/// <summary>Submits without a pause, up to so many jobs in flight, until it is killed.</summary>
internal sealed class Churn(EngineRoom room, Place place, string run)
{
    /// <summary>Printed when enough is in flight for a kill.</summary>
    public const string Busy = "busy";

    /// <summary>Printed each time that some more ends were committed while much is in flight.</summary>
    public const string More = "more";

    private const int Lanes = 8;
    private const int MostLive = 240;
    private const int ManyLive = 160;
    private const int Recurring = 3;
    private const int Repeated = 24;
    private const int EndsToAnnounce = 8;

    private readonly LineFile _intents = new(place.Intents);
    private readonly string[] _before = File.Exists(place.Intents) ? [.. File.ReadLines(place.Intents).TakeLast(Repeated)] : [];
    private readonly SemaphoreSlim _space = new(0);
    private int _submits;
    private int _ends;

    public async Task RunAsync()
    {
        using IDisposable listening = room.Engine.Events.Listen(Hear);
        await room.Engine.StartAsync(CancellationToken.None);
        if (MostLive - room.Gauges.Live is > 0 and long free)
        {
            _space.Release((int)free);
        }

        if (room.Gauges.Live >= Assassin.LeastLive)
        {
            await Console.Out.WriteLineAsync(Busy);
        }

        await Task.WhenAll([RepeatAsync(), SubmitRecurringAsync(), .. Enumerable.Range(0, Lanes).Select(_ => Task.Run(SubmitOnAsync))]);
    }

    /// <summary>Says again what the process before said last: whether it was heard or not, each key has one job.</summary>
    private async Task RepeatAsync()
    {
        foreach (string key in _before)
        {
            await SubmitAsync(key);
        }
    }

    private async Task SubmitRecurringAsync()
    {
        for (int i = 0; i < Recurring; i++)
        {
            // Its first due differs from process to process, so it takes no idempotency key: its own keeps it single.
            await room.Jobs.SubmitAsync(JobRequest.Of(Kinds.Every, EngineRoom.Owner, new Work("every"), WorkJson.Default.Work) with
            {
                Key = i.ToString(CultureInfo.InvariantCulture),
                Conflict = KeyConflict.Keep,
                Trigger = new EveryTrigger(TimeSpan.FromSeconds(1), room.Engine.Clock.Now),
            });
        }
    }

    private async Task SubmitOnAsync()
    {
        while (true)
        {
            await _space.WaitAsync();
            int n = Interlocked.Increment(ref _submits);
            string kind = (n % 8) switch { 0 or 4 => Kinds.Gated, 2 => Kinds.Flaky, _ => Kinds.Plain };
            Instant due = room.Engine.Clock.Now + TimeSpan.FromMilliseconds(Random.Shared.Next(300));
            string key = FormattableString.Invariant($"{run}-{n}-{kind}-{due.Micros}");
            _intents.Append(key);
            await SubmitAsync(key);
        }
    }

    // The key tells the whole content, so that a later process can repeat the submit.
    private async Task SubmitAsync(string key)
    {
        string[] parts = key.Split('-');
        SubmitAnswer answer = await room.SubmitAsync(JobRequest.Of(parts[2], EngineRoom.Owner, new Work(key), WorkJson.Default.Work) with
        {
            Trigger = new AtTrigger(new Instant(long.Parse(parts[3], CultureInfo.InvariantCulture))),
            IdempotencyKey = key,
        });
        if (answer.Status == SubmitStatus.Created && room.Gauges.AddLive(1) == Assassin.LeastLive)
        {
            await Console.Out.WriteLineAsync(Busy);
        }
    }

    private void Hear(EngineEvent e)
    {
        if (e is not RunCommitted { Next: null })
        {
            return;
        }

        long live = room.Gauges.AddLive(-1);
        _space.Release();
        if (Interlocked.Increment(ref _ends) % EndsToAnnounce == 0 && live >= ManyLive)
        {
            Console.Out.WriteLine(More);
        }
    }
}
