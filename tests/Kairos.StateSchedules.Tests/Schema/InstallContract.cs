using System.Collections.Immutable;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Schema;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Tests.Schema;

/// <summary>What an installation does and takes away again, on either database.</summary>
public abstract class InstallContract
{
    private protected abstract Task<UserDatabase> OpenAsync();

    private protected async Task<UserDatabase> AdsAsync()
    {
        UserDatabase database = await OpenAsync();
        await database.RunAsync(UserDatabase.Ads);
        return database;
    }

    private protected static Installer Installer(UserDatabase database, StateMapping mapping) => new(database.Source, database.Kind, mapping, TimeProvider.System);

    private protected static Task<InstallPlan> PlanAsync(UserDatabase database, StateMapping mapping) =>
        InstallPlan.ReadAsync(database.Source, database.Kind, mapping, CancellationToken.None);

    private protected static Task<InstallPlan> ApplyAsync(UserDatabase database, StateMapping mapping) => Installer(database, mapping).ApplyAsync(null, CancellationToken.None);

    [Fact]
    public async Task A_plan_changes_nothing_and_applying_it_makes_it_done()
    {
        await using UserDatabase database = await AdsAsync();
        string? before = await database.DumpAsync();

        InstallPlan plan = await PlanAsync(database, AdMapping.Units);
        plan.Steps.ShouldAllBe(step => !step.IsDone && step.Sql.Length > 0 && step.Cost.Length > 0);
        plan.Steps[0].Title.ShouldBe("Column next_change of dsp_show_status");
        plan.Steps[1].Sql.ShouldContain("(shard, next_change, id) where next_change is not null and (type = 'unit' and channel = 1)");
        plan.Steps[1].RunsLong.ShouldBeTrue();
        (await database.DumpAsync()).ShouldBe(before);

        List<string> told = [];
        _ = await Installer(database, AdMapping.Units).ApplyAsync(step => told.Add($"{step.Number}/{step.Of} {step.Ended}"), CancellationToken.None);
        told.Count.ShouldBe(plan.Steps.Length * 2);
        told[0].ShouldBe($"1/{plan.Steps.Length} False");
        (await PlanAsync(database, AdMapping.Units)).IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task A_second_installation_runs_nothing()
    {
        await using UserDatabase database = await AdsAsync();
        _ = await ApplyAsync(database, AdMapping.Units);
        string? before = await database.DumpAsync();
        List<bool> told = [];

        _ = await Installer(database, AdMapping.Units).ApplyAsync(step => told.Add(step.Ended), CancellationToken.None);

        told.ShouldAllBe(ended => ended);
        (await database.DumpAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Two_installations_at_once_end_as_one()
    {
        await using UserDatabase database = await AdsAsync();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => ApplyAsync(database, AdMapping.Units))));

        (await PlanAsync(database, AdMapping.Units)).IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task A_mapping_that_does_not_fit_is_refused_before_anything_is_changed()
    {
        await using UserDatabase database = await AdsAsync();
        string? before = await database.DumpAsync();

        StateTableException refusal = await Should.ThrowAsync<StateTableException>(() => ApplyAsync(database, AdMapping.Units with { Shard = "name" }));

        refusal.Message.ShouldContain("dsp_show_status.name: there is no such column");
        refusal.IsTransient.ShouldBeFalse();
        (await database.DumpAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Removing_leaves_no_trace_and_the_bits_as_they_are()
    {
        await using UserDatabase database = await AdsAsync();
        string? before = await database.DumpAsync();
        _ = await ApplyAsync(database, AdMapping.Units);
        await database.RunAsync("update dsp_show_status set status = status | 4");

        ImmutableArray<InstallStep> done = await Installer(database, AdMapping.Units).RemoveAsync(null, CancellationToken.None);

        done.Select(step => step.Title).ShouldContain("Column next_change of dsp_show_status goes");
        (await database.DumpAsync()).ShouldBe(before);
        (await database.ReadAsync("select status from dsp_show_status where id = 1")).ShouldBe("36");
        (await Installer(database, AdMapping.Units).RemoveAsync(null, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_column_stays_until_the_last_mapping_of_the_table_goes()
    {
        await using UserDatabase database = await AdsAsync();
        string? before = await database.DumpAsync();
        StateMapping plans = AdMapping.Units with { Name = "plans", Filter = "type = 'plan'" };
        _ = await ApplyAsync(database, AdMapping.Units);
        _ = await ApplyAsync(database, plans);

        _ = await Installer(database, AdMapping.Units).RemoveAsync(null, CancellationToken.None);
        (await PlanAsync(database, plans)).IsDone.ShouldBeTrue();
        _ = await Installer(database, plans).RemoveAsync(null, CancellationToken.None);

        (await database.DumpAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_column_that_was_there_before_is_used_and_stays()
    {
        await using UserDatabase database = await AdsAsync();
        await database.RunAsync($"alter table dsp_show_status add column next_change {(database.Kind == StateDatabaseKind.PostgreSql ? "timestamptz" : "integer")}");
        string? before = await database.DumpAsync();

        _ = await ApplyAsync(database, AdMapping.Units);
        _ = await Installer(database, AdMapping.Units).RemoveAsync(null, CancellationToken.None);

        (await database.DumpAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_mapping_that_was_changed_replaces_what_it_had_installed()
    {
        await using UserDatabase database = await AdsAsync();
        StateMapping changed = AdMapping.Units with { Filter = "channel = 2", Schedule = AdMapping.Units.Schedule with { Start = null } };
        _ = await ApplyAsync(database, changed);
        string? fresh = await database.DumpAsync();
        _ = await Installer(database, changed).RemoveAsync(null, CancellationToken.None);

        _ = await ApplyAsync(database, AdMapping.Units);
        (await PlanAsync(database, changed)).IsDone.ShouldBeFalse();
        _ = await ApplyAsync(database, changed);

        (await PlanAsync(database, changed)).IsDone.ShouldBeTrue();
        (await database.DumpAsync()).ShouldBe(fresh);
    }

    [Fact]
    public async Task Names_that_need_quotes_and_a_name_that_is_an_attack_are_only_names()
    {
        await using UserDatabase database = await OpenAsync();
        await database.RunAsync("""create table "Show Status" ("Id" bigint primary key, "order" int not null, "User""; drop table x" text, "end" timestamptz)""");
        string? before = await database.DumpAsync();
        StateMapping mapping = new()
        {
            Name = "a-name-of-sixty-characters-which-is-the-longest-there-may-be--",
            Connection = "none",
            Table = "Show Status",
            Key = "Id",
            Status = "order",
            Bits = new StateBits { Ended = 2, OutsideSlots = 4 },
            Schedule = new ScheduleMapping { Grid = "User\"; drop table x", End = "end" },
        };

        _ = await ApplyAsync(database, mapping);
        await database.RunAsync("""insert into "Show Status" ("Id", "order", "User""; drop table x", "end") values (1, 0, '1', null), (2, 0, '1', null)""");
        (await database.TakeDueAsync("\"Show Status\"", "\"Id\"")).ShouldBe("1 2");
        await database.RunAsync("""update "Show Status" set "User""; drop table x" = '0' where "Id" = 2""");
        (await database.TakeDueAsync("\"Show Status\"", "\"Id\"")).ShouldBe("2");
        _ = await Installer(database, mapping).RemoveAsync(null, CancellationToken.None);

        (await database.DumpAsync()).ShouldBe(before);
    }
}
