using System.Threading.Channels;
using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Verbs;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

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
    private readonly SubmitVerb _verb;
    private readonly SubmitRecovery _recovery;
    private readonly Task[] _loops;

    public Submitter(Database database, SubmitVerb verb, SubmitRecovery recovery)
    {
        (_database, _verb, _recovery) = (database, verb, recovery);
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

    // The rest is for finding out what became of it.
    private TimeSpan FirstTry => _database.Options.AnswerWithin / 2;

    private async ValueTask SubmitAsync(List<Request> group)
    {
        Request[] plain = [.. group.Where(static r => r.Job.IdempotencyKey is null)];
        if (plain.Length > 0)
        {
            await SubmitPlainAsync(plain);
        }

        foreach (Request request in group.Where(static r => r.Job.IdempotencyKey is not null))
        {
            await AnswerAsync(request, () => _recovery.StoreKeyedAsync(request, () => _database.InTransactionAsync(
                async connection =>
                {
                    SubmitAnswer answer = await _verb.StoreAsync(connection, request.Job, request.Now);
                    return (answer, answer.Accepted);
                },
                FirstTry,
                CancellationToken.None)));
        }
    }

    private async ValueTask SubmitPlainAsync(Request[] group)
    {
        // By key, so that two groups with the same keys wait for each other in one order.
        NewJob[] jobs = [.. group.Select(static r => r.Job).OrderBy(static j => j.Key, StringComparer.Ordinal)];
        HashSet<JobId> inserted;
        try
        {
            inserted = await _database.RunAsync(
                async () =>
                {
                    await using NpgsqlConnection connection = await _database.OpenHotAsync();
                    return await _verb.InsertAsync(connection, jobs);
                },
                FirstTry,
                CancellationToken.None);
        }
        catch (StoreUnavailableException e) when (PgErrors.CauseOfDoubt(e) is { } cause)
        {
            await _recovery.RecoverAsync(group, cause);
            return;
        }
        catch (Exception e) when (PgErrors.IsContent(e) && group.Length > 1)
        {
            foreach (Request request in group)
            {
                await SubmitPlainAsync([request]);
            }

            return;
        }
        catch (Exception e)
        {
            Array.ForEach(group, r => r.Answer.TrySetException(PgErrors.Renewed(e)));
            return;
        }

        foreach (Request request in group)
        {
            if (inserted.Contains(request.Job.Id))
            {
                request.Answer.TrySetResult(new SubmitAnswer(SubmitStatus.Created, request.Job.Id));
            }
            else
            {
                await AnswerAsync(request, () => ResolveAsync(request.Job));
            }
        }
    }

    private ValueTask<SubmitAnswer> ResolveAsync(NewJob job) => _database.RunAsync(
        async () =>
        {
            await using NpgsqlConnection connection = await _database.OpenAsync();
            return await _verb.ResolveAsync(connection, job);
        },
        CancellationToken.None);

    private static async ValueTask AnswerAsync(Request request, Func<ValueTask<SubmitAnswer>> store)
    {
        try
        {
            request.Answer.TrySetResult(await store());
        }
        catch (Exception e)
        {
            request.Answer.TrySetException(e);
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
