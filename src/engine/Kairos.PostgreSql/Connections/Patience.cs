using Kairos.Stores;
using Microsoft.Extensions.Logging;

namespace Kairos.PostgreSql.Connections;

/// <summary>Waits for a database that is away when a store is opened, and says so: at once, and then ever less often.</summary>
/// <remarks>A machine that starts often has its nodes up before its database; that is nothing to give up for.</remarks>
internal sealed class Patience(Database database, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan s_firstWord = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_rarestWord = TimeSpan.FromMinutes(10);

    /// <param name="work">May be done again after it failed anywhere.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <exception cref="StoreUnavailableException">The database stayed away for too long, or something is wrong that waiting can't mend.</exception>
    public async ValueTask<T> UntilItAnswersAsync<T>(Func<ValueTask<T>> work, CancellationToken ct)
    {
        long begun = time.GetTimestamp();
        Backoff backoff = new();
        TimeSpan nextWord = TimeSpan.Zero;
        bool waited = false;
        while (true)
        {
            try
            {
                T result = await work();
                if (waited)
                {
                    Log.DatabaseAnswers(logger, database.Place, time.GetElapsedTime(begun));
                }

                return result;
            }
            catch (StoreUnavailableException e) when (e.InnerException is { } cause && PgErrors.MayComeBack(cause) && IsWithin(time.GetElapsedTime(begun)))
            {
                TimeSpan soFar = time.GetElapsedTime(begun);
                waited = true;
                if (soFar >= nextWord)
                {
                    // Not the connection string: it may hold a password. The message names host, port and database.
                    Log.WaitingForDatabase(logger, soFar, e.Message);
                    TimeSpan pause = TimeSpan.FromTicks(Math.Clamp(soFar.Ticks, s_firstWord.Ticks, s_rarestWord.Ticks));
                    nextWord = soFar + pause;
                }
            }

            await Task.Delay(backoff.Next(), time, ct);
        }
    }

    private bool IsWithin(TimeSpan waited) =>
        database.Options.OpenWithin == Timeout.InfiniteTimeSpan || waited < database.Options.OpenWithin;
}
