using System.Data.Common;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Tests.Schema;

public sealed class SqliteInstallTests : TriggerContract
{
    private protected override Task<UserDatabase> OpenAsync() => UserDatabase.SqliteAsync();

    [Fact]
    public async Task A_write_back_fires_no_trigger()
    {
        await using UserDatabase database = await InstalledAsync(AdMapping.Units);
        await using DbConnection connection = await database.Source.OpenConnectionAsync();

        (await ChangesAsync("update dsp_show_status set status = status | 7, next_change = 5")).ShouldBe(3);
        (await ChangesAsync("update dsp_show_status set status = 0, next_change = null")).ShouldBe(3);
        (await ChangesAsync("update dsp_show_status set shard = shard + 1")).ShouldBe(6);

        async Task<long> ChangesAsync(string update)
        {
            await using DbCommand command = connection.CreateCommand();
            command.CommandText = "select total_changes()";
            long before = (long)(await command.ExecuteScalarAsync())!;
            command.CommandText = update;
            _ = await command.ExecuteNonQueryAsync();
            command.CommandText = "select total_changes()";
            return (long)(await command.ExecuteScalarAsync())! - before;
        }
    }

    [Fact]
    public async Task Edits_within_one_millisecond_each_leave_another_next_change()
    {
        await using UserDatabase database = await InstalledAsync(AdMapping.Units);
        await database.RunAsync("create table seen (next_change integer); create trigger seeing after update of next_change on dsp_show_status begin insert into seen values (new.next_change); end");
        string edits = string.Concat(Enumerable.Range(0, 100).Select(i => $"update ad_unit set time_series = 'edit {i}' where id = 70;"));

        await database.RunAsync(edits);

        (await database.ReadAsync("select count(distinct next_change) from seen")).ShouldBe("100");
    }

    [Fact]
    public async Task A_table_without_row_ids_and_a_strict_one_are_served()
    {
        await using UserDatabase database = await OpenAsync();
        await database.RunAsync("create table ads (id integer primary key not null, status integer not null, slots text) strict, without rowid");
        StateMapping mapping = AdMapping.Units with
        {
            Table = "ads", Filter = null, Shard = null, Version = null, Budget = null,
            Bits = new StateBits { OutsideSlots = 1 },
            Schedule = new ScheduleMapping { Grid = "slots" },
        };
        _ = await ApplyAsync(database, mapping);

        await database.RunAsync("insert into ads (id, status, slots) values (4, 0, '1')");

        (await database.TakeDueAsync("ads")).ShouldBe("4");
    }

    [Fact]
    public async Task A_file_that_another_writes_to_is_told_as_locked_and_nothing_is_done()
    {
        await using UserDatabase database = await AdsAsync();
        await using DbConnection other = await database.Source.OpenConnectionAsync();
        await using DbTransaction writing = await other.BeginTransactionAsync();
        await using UserDatabase hasty = database.Hasty();

        StateTableException refusal = await Should.ThrowAsync<StateTableException>(() => ApplyAsync(hasty, AdMapping.Units));

        refusal.IsTransient.ShouldBeTrue();
        refusal.Message.ShouldContain("Try again when that transaction has ended");
        await writing.RollbackAsync();
        _ = await ApplyAsync(database, AdMapping.Units);
    }
}
