using Kairos.StateSchedules.Schema;

namespace Kairos.StateSchedules.Tests.Schema;

/// <summary>Triggers of the user's own that change, along with what a statement names, what it does not name.</summary>
public sealed class UserTriggerTests(PostgresFixture server)
{
    [Fact]
    public async Task What_a_users_trigger_changes_of_a_schedule_is_seen()
    {
        await using UserDatabase database = await InstalledAsync();
        await database.RunAsync("""
            create function extend() returns trigger language plpgsql as $$ begin new.end_at := timestamptz '2999-01-01Z'; return new; end $$;
            create trigger extends before update of name on ad_unit for each row execute function extend()
            """);

        await database.RunAsync("update ad_unit set name = 'z' where id = 70");

        (await database.TakeDueAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task What_a_users_trigger_changes_of_a_row_of_status_is_seen()
    {
        await using UserDatabase database = await InstalledAsync();
        await database.RunAsync("""
            create function moves() returns trigger language plpgsql as $$ begin new.unit_id := 71; new.status := new.status | 8; return new; end $$;
            create trigger a_moves before update of version on dsp_show_status for each row when (new.version = 7) execute function moves()
            """);

        await database.RunAsync("update dsp_show_status set version = 7 where id = 1");

        (await database.TakeDueAsync()).ShouldBe("1");
    }

    private async Task<UserDatabase> InstalledAsync()
    {
        UserDatabase database = await UserDatabase.PostgreSqlAsync(server);
        await database.RunAsync(UserDatabase.Ads);
        _ = await new Installer(database.Source, database.Kind, AdMapping.Units, TimeProvider.System).ApplyAsync(null, CancellationToken.None);
        return database;
    }
}
