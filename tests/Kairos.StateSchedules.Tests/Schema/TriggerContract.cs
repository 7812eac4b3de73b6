using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Tests.Schema;

/// <summary>Which of the user's own statements make rows due, on either database.</summary>
public abstract class TriggerContract : InstallContract
{
    private protected async Task<UserDatabase> InstalledAsync(StateMapping mapping)
    {
        UserDatabase database = await AdsAsync();
        _ = await ApplyAsync(database, mapping);
        return database;
    }

    [Theory]
    [InlineData("update ad_unit set time_series = '0' where id = 70", "1")]
    [InlineData("update ad_unit set start_at = '2026-01-01 00:00:00Z'", "1 2")]
    [InlineData("update ad_unit set end_at = '2026-01-01 00:00:00Z' where id = 71", "2")]
    [InlineData("update ad_unit set is_paused = true where id = 71", "2")]
    [InlineData("update ad_unit set time_series = null where id = 70", "1")]
    [InlineData("update ad_unit set id = 72 where id = 71", "2")]
    [InlineData("delete from ad_unit where id = 70", "1")]
    [InlineData("insert into ad_unit (id) values (99)", "")]
    [InlineData("insert into dsp_show_status (id, type, channel, shard, unit_id, status) values (9, 'unit', 1, 0, 70, 0)", "9")]
    [InlineData("update dsp_show_status set unit_id = 71 where id = 1", "1")]
    [InlineData("update dsp_show_status set shard = 1 where id = 1", "1")]
    [InlineData("update dsp_show_status set type = 'unit' where id = 3", "3")]
    [InlineData("update dsp_show_status set status = status | 8 where id = 1", "1")]
    [InlineData("update ad_unit set name = 'z'", "")]
    [InlineData("update ad_unit set time_series = time_series, is_paused = is_paused, start_at = null", "")]
    [InlineData("update dsp_show_status set type = type, shard = shard, unit_id = unit_id", "")]
    [InlineData("update dsp_show_status set version = version + 1, status = status | 16", "")]
    [InlineData("update ad_budget set spent = 0", "")]
    public async Task A_row_is_due_when_an_edit_may_change_it_and_only_then(string edit, string due)
    {
        await using UserDatabase database = await InstalledAsync(AdMapping.Units);

        await database.RunAsync(edit);

        (await database.TakeDueAsync()).ShouldBe(due);
    }

    // 2026-01-05T16:00:00Z, a midnight of the mapping's zone: what is due since then is still to be told so, or its budget stays shut.
    [Theory]
    [InlineData("update ad_unit set time_series = '0' where id = 70", true)]
    [InlineData("update dsp_show_status set unit_id = 71 where id = 1", true)]
    [InlineData("update dsp_show_status set status = status | 8 where id = 1", false)]
    [InlineData("update dsp_show_status set unit_id = 71, status = status | 8 where id = 1", false)]
    public async Task A_row_that_is_due_stays_due_since_when_it_was_but_for_a_report_of_its_budget(string edit, bool since)
    {
        await using UserDatabase database = await InstalledAsync(AdMapping.Units);
        string midnight = database.Kind == StateDatabaseKind.PostgreSql ? "timestamptz '2026-01-05 16:00:00Z'" : "1767628800000000";
        string before = database.Kind == StateDatabaseKind.PostgreSql ? $"{midnight} - interval '1 microsecond'" : $"{midnight} - 1";
        await database.RunAsync($"update dsp_show_status set next_change = {midnight} where id = 1");

        await database.RunAsync(edit);

        (await database.ReadAsync($"select count(*) from dsp_show_status where id = 1 and next_change = {before}")).ShouldBe(since ? "1" : "0");
        (await database.ReadAsync($"select count(*) from dsp_show_status where id = 1 and next_change > {midnight}")).ShouldBe(since ? "0" : "1");
        (await database.TakeDueAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task A_schedule_that_comes_later_than_its_row_makes_it_due()
    {
        await using UserDatabase database = await InstalledAsync(AdMapping.Units);
        await database.RunAsync("insert into dsp_show_status (id, type, channel, shard, unit_id, status) values (9, 'unit', 1, 0, 99, 0)");
        (await database.TakeDueAsync()).ShouldBe("9");

        await database.RunAsync("insert into ad_unit (id) values (99)");

        (await database.TakeDueAsync()).ShouldBe("9");
    }

    [Fact]
    public async Task A_report_by_Kairos_that_moves_the_next_change_stays_as_it_was_written()
    {
        await using UserDatabase database = await InstalledAsync(AdMapping.Units);
        string next = database.Kind == StateDatabaseKind.PostgreSql ? "timestamptz '2999-01-01 00:00:00Z'" : "32472144000000000";

        await database.RunAsync($"update dsp_show_status set status = status | 8, next_change = {next} where id = 1");

        (await database.TakeDueAsync()).ShouldBe("");
    }

    [Fact]
    public async Task A_filter_over_the_status_sees_bits_that_are_not_Kairos_own()
    {
        await using UserDatabase database = await InstalledAsync(AdMapping.Units with { Filter = "status & 64 = 0", Bits = AdMapping.Units.Bits with { BudgetExhausted = 0 }, Budget = null });

        await database.RunAsync("update dsp_show_status set status = status | 7");
        (await database.TakeDueAsync()).ShouldBe("");
        await database.RunAsync("update dsp_show_status set status = status | 64 where id = 2");
        (await database.TakeDueAsync()).ShouldBe("2");
    }

    [Fact]
    public async Task A_row_that_a_bit_brings_back_into_the_filter_is_due_since_the_midnight_that_it_missed_outside()
    {
        await using UserDatabase database = await InstalledAsync(AdMapping.Units with { Filter = "status & 64 = 0" });
        string midnight = database.Kind == StateDatabaseKind.PostgreSql ? "timestamptz '2026-01-05 16:00:00Z'" : "1767628800000000";
        await database.RunAsync($"update dsp_show_status set status = 64 | 8 where id = 1; update dsp_show_status set next_change = {midnight} where id = 1");

        await database.RunAsync("update dsp_show_status set status = 8 where id = 1");

        (await database.ReadAsync($"select count(*) from dsp_show_status where id = 1 and next_change < {midnight}")).ShouldBe("1");
    }

    [Fact]
    public async Task Grid_and_dates_in_the_status_table_itself_are_watched_there()
    {
        await using UserDatabase database = await OpenAsync();
        await database.RunAsync("create table ads (id bigint primary key, status int not null, slots text, pause boolean); insert into ads values (1, 0, '1', false), (2, 0, '0', null)");
        StateMapping mapping = AdMapping.Units with
        {
            Table = "ads", Filter = null, Shard = null, Shards = [0], Version = null, Budget = null,
            Bits = new StateBits { OutsideSlots = 1 },
            Schedule = new ScheduleMapping { Grid = "slots", Paused = "pause" },
        };
        _ = await ApplyAsync(database, mapping);

        await database.RunAsync("update ads set status = 1, slots = slots");
        (await database.TakeDueAsync("ads")).ShouldBe("");
        await database.RunAsync("update ads set pause = false");
        (await database.TakeDueAsync("ads")).ShouldBe("2");
        await database.RunAsync("update ads set slots = '0'");
        (await database.TakeDueAsync("ads")).ShouldBe("1");
    }
}
