using System.Threading.Channels;
using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Verbs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.PostgreSql.Submitting;

/// <summary>Commits single submits together with whoever else submits at that time: what comes while a commit is under way makes the next group.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class Submitter : IAsyncDisposable
{
    private const int MostOfAGroup = 500;
    private const int InFlight = 2;

    // Callers wait for their answer, so there are never more than callers; beyond this they wait to be let in.
    private const int MostWaiting = 20_000;

    private readonly Channel<Request> _requests = Channel.CreateBounded<Request>(MostWaiting);
    private readonly Database _database;
    private readonly SubmitTry _try;
    private readonly LockedSubmits _locked;
    private readonly Task[] _loops;

    public Submitter(Database database, SubmitVerb verb, SubmitRecovery recovery)
    {
        _database = database;
        _try = new SubmitTry(database, verb, recovery);
        _locked = new LockedSubmits(database, verb, recovery, _try);
        _loops = [.. Enumerable.Range(0, InFlight).Select(_ => Task.Run(LoopAsync))];
    }

    public async ValueTask<SubmitAnswer> SubmitAsync(NewJob job, Instant now, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Request request = new(job, now) { Deadline = Deadline.In(_database.Options.AnswerWithin) };
        await using CancellationTokenRegistration givingUp = ct.UnsafeRegister(static (r, t) => ((Request)r!).GiveUp(t), request);
        try
        {
            // Bounded by the callers, who wait: what does not fit in is not begun either.
            return await WaitAsync(request, ct).WaitAsync(_database.Options.AnswerWithin, Deadline.Time, CancellationToken.None);
        }
        catch (TimeoutException e)
        {
            // Groups before it hang. Where it has begun itself, it is still looked for, and nobody waits for what is found.
            throw PgErrors.Unavailable(request.TryBegin() ? PgErrors.NotConnected(e) : e, _database.Place);
        }
    }

    /// <summary>Ends when all that was asked for is answered.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await Task.WhenAll(_loops);
        await _locked.DisposeAsync();
    }

    private async Task<SubmitAnswer> WaitAsync(Request request, CancellationToken ct)
    {
        await _requests.Writer.WriteAsync(request, ct);
        return await request.Answer.Task;
    }

    private async Task LoopAsync()
    {
        List<Request> group = new(MostOfAGroup);
        while (await _requests.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MostOfAGroup && _requests.Reader.TryRead(out Request? request))
            {
                if (request.TryBegin())
                {
                    group.Add(request);
                }
            }

            if (group.Count > 0)
            {
                await SubmitAsync(group);
            }
        }
    }

    private async ValueTask SubmitAsync(List<Request> group)
    {
        List<Request> plain = new(group.Count);
        foreach (Request request in group)
        {
            if (_locked.IsWaitedFor(request))
            {
                _locked.Wait([request]);
            }
            else if (request.Job.IdempotencyKey is null)
            {
                plain.Add(request);
            }
            else if (!await _try.StoreOnceAsync(request))
            {
                _locked.Wait([request]);
            }
        }

        if (plain.Count > 0 && !await _try.StoreAsync(plain, _locked))
        {
            Request[] free = [.. plain.Where(static r => r.Job.Key is null)];
            Request[] keyed = [.. plain.Where(static r => r.Job.Key is not null)];
            _locked.Split(keyed);
            if (free.Length > 0 && (keyed.Length == 0 || !await _try.StoreAsync(free, _locked)))
            {
                // They conflict with nobody: the table itself is locked.
                _locked.Wait(free);
            }
        }
    }

    /// <summary>A submit that waits for its turn.</summary>
    internal sealed class Request(NewJob job, Instant now)
    {
        private int _begun;

        public NewJob Job { get; } = job;

        public Instant Now { get; } = now;

        /// <summary>Until when its caller waits.</summary>
        public required Deadline Deadline { get; init; }

        public TaskCompletionSource<SubmitAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>False when the caller has given up.</summary>
        public bool TryBegin() => Interlocked.Exchange(ref _begun, 1) == 0;

        public void GiveUp(CancellationToken ct)
        {
            if (TryBegin())
            {
                Answer.TrySetCanceled(ct);
            }
        }
    }
}
