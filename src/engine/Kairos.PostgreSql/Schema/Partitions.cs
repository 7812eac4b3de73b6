using System.Globalization;
using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Time;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kairos.PostgreSql.Schema;

/// <summary>The days of the record: made ahead, dropped when their time is over. Any number of nodes may try at once.</summary>
/// <remarks>
/// Whoever waits for a table lock holds up all behind it, so each step waits half a second at most, and is tried again an
/// hour later; until then runs go to the partition for the rest.
/// </remarks>
internal sealed class Partitions(Database database, ILogger logger)
{
    private const long Lock = 0x4B61_6972_6F73_0002;
    private const int DaysAhead = 7;
    private const string Prefix = "run_";
    private const string DayFormat = "yyyyMMdd";

    private const string ForgetRest = """
        with gone as (delete from kairos.run_other where due < $1 and ended < $1 returning *)
        insert into kairos.run_kept select * from gone where kind = any($2::text[]) on conflict do nothing
        """;

    /// <summary>Makes what is missing from yesterday on.</summary>
    public ValueTask MakeAheadAsync(Instant now, CancellationToken ct) => TryAsync(async () => _ = await MakeMissingAsync(now, ct));

    /// <summary>The same, and drops what is older than it is kept.</summary>
    public ValueTask KeepUpAsync(Instant now, CancellationToken ct) => TryAsync(async () =>
    {
        IReadOnlySet<DateOnly> there = await MakeMissingAsync(now, ct);
        if (database.Options.KeepRuns is not { } keep)
        {
            return;
        }

        DateOnly oldest = DateOnly.FromDateTime((now - keep).ToDateTimeOffset().UtcDateTime);
        foreach (DateOnly day in there.Where(d => d < oldest).Order())
        {
            await AloneAsync(connection => DropAsync(connection, day, keep), ct);
            Log.Dropped(logger, Name(day));
        }

        await AloneAsync(connection => ForgetAsync(connection, now, keep), ct);
    });

    // Returns what was there before.
    private async ValueTask<IReadOnlySet<DateOnly>> MakeMissingAsync(Instant now, CancellationToken ct)
    {
        DateOnly today = DateOnly.FromDateTime(now.ToDateTimeOffset().UtcDateTime);
        HashSet<DateOnly> there = [.. await database.RunAsync(DaysAsync, ct)];
        for (DateOnly day = today.AddDays(-1); day <= today.AddDays(DaysAhead); day = day.AddDays(1))
        {
            if (!there.Contains(day))
            {
                await AloneAsync(connection => MakeAsync(connection, day), ct);
            }
        }

        return there;
    }

    private async ValueTask TryAsync(Func<ValueTask> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is StoreUnavailableException or PostgresException)
        {
            Log.NotPartitioned(logger, e.Message);
        }
    }

    private async ValueTask<List<DateOnly>> DaysAsync()
    {
        await using NpgsqlCommand command = database.CommandOf(
            "select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'kairos.run'::regclass");
        List<string> names = await command.AllAsync(static row => row.GetString(0));
        List<DateOnly> days = [];
        foreach (string name in names)
        {
            // Not run_other, nor what an operator has hung in beside ours.
            if (name.StartsWith(Prefix, StringComparison.Ordinal)
                && DateOnly.TryParseExact(name[Prefix.Length..], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            {
                days.Add(day);
            }
        }

        return days;
    }

    // What went to the rest meanwhile is moved: a partition can't be made over rows that are elsewhere.
    private async ValueTask MakeAsync(NpgsqlConnection connection, DateOnly day)
    {
        if (await IsThereAsync(connection, day))
        {
            return;
        }

        string span = $"due >= '{Start(day)}' and due < '{Start(day.AddDays(1))}'";
        // The rest is closed before it is searched: what came in between would keep the partition from being attached.
        await ExecuteAsync(connection, $"""
            lock table kairos.run_other in access exclusive mode;
            create table kairos.{Name(day)} (like kairos.run including defaults);
            with moved as (delete from kairos.run_other where {span} returning *) insert into kairos.{Name(day)} select * from moved;
            alter table kairos.{Name(day)} add constraint {Name(day)}_day check (due is not null and {span});
            alter table kairos.run attach partition kairos.{Name(day)} for values from ('{Start(day)}') to ('{Start(day.AddDays(1))}');
            alter table kairos.{Name(day)} drop constraint {Name(day)}_day;
            """);
    }

    private async ValueTask DropAsync(NpgsqlConnection connection, DateOnly day, TimeSpan keep)
    {
        if (!await IsThereAsync(connection, day))
        {
            return;
        }

        string[] kept = KeptLonger(keep);
        if (kept.Length > 0)
        {
            await using NpgsqlCommand copy = new(
                database.InSchema($"insert into kairos.run_kept select * from kairos.{Name(day)} where kind = any($1::text[]) on conflict do nothing"), connection);
            copy.Parameters.Texts(kept);
            await copy.ExecuteNonQueryAsync();
        }

        await ExecuteAsync(connection, $"drop table kairos.{Name(day)}");
    }

    private string[] KeptLonger(TimeSpan keep) => [.. database.Options.KeepRunsOf.Where(kind => kind.Value > keep).Select(static kind => kind.Key)];

    private async ValueTask ForgetAsync(NpgsqlConnection connection, Instant now, TimeSpan keep)
    {
        await using (NpgsqlCommand rest = new(database.InSchema(ForgetRest), connection))
        {
            rest.Parameters.At(now - keep).Texts(KeptLonger(keep));
            await rest.ExecuteNonQueryAsync();
        }

        foreach ((string kind, TimeSpan time) in database.Options.KeepRunsOf)
        {
            await using NpgsqlCommand kept = new(database.InSchema("delete from kairos.run_kept where kind = $1 and ended < $2"), connection);
            kept.Parameters.Text(kind).At(now - time);
            await kept.ExecuteNonQueryAsync();
        }
    }

    private ValueTask<bool> AloneAsync(Func<NpgsqlConnection, ValueTask> step, CancellationToken ct) => database.InLongTransactionAsync(
        async connection =>
        {
            await ExecuteAsync(connection, $"set local lock_timeout = '500ms'; select pg_advisory_xact_lock({Lock})");
            await step(connection);
            return (true, true);
        },
        ct);

    private async ValueTask<bool> IsThereAsync(NpgsqlConnection connection, DateOnly day)
    {
        await using NpgsqlCommand there = new("select to_regclass($1) is not null", connection);
        there.Parameters.Text(database.InSchema($"kairos.{Name(day)}"));
        return (bool)(await there.ExecuteScalarAsync())!;
    }

    private async ValueTask ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(database.InSchema(sql), connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Name(DateOnly day) => Prefix + day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static string Start(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " 00:00:00Z";
}
