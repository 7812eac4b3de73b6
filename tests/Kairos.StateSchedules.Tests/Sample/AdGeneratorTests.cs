using AdPlatform;

namespace Kairos.StateSchedules.Tests.Sample;

public sealed class AdGeneratorTests(PostgresFixture postgres)
{
    private static readonly AdOptions s_small = new() { Rows = 20_000, StatusAt = AdOptions.Wednesday.AddHours(10) };

    [Fact]
    public async Task Kinds_come_in_the_shares_of_the_case()
    {
        await using AdDatabase ads = await AdDatabase.OfAsync(postgres, s_small with { Rows = 85_000 });

        (await ads.ListAsync("select type, channel = 1, count(*) from dsp_show_status where type <> 'creative' group by 1, 2 order by 1, 2"))
            .ShouldBe(["(plan,f,180)", "(plan,t,130)", "(unit,f,2100)", "(unit,t,1300)"]);
        (await ads.AskAsync<long>("select count(*) from dsp_show_status")).ShouldBe(85_000);
        (await ads.AskAsync<long>("select count(*) from ad_plan")).ShouldBe(310);
        (await ads.AskAsync<long>("select count(*) from ad_unit")).ShouldBe(3_400);
        (await ads.AskAsync<long>("select count(*) from ad_creative")).ShouldBe(85_000 - 3_710);
        (await ads.AskAsync<long>("select count(*) from ad_budget")).ShouldBe(1_480);
        (await ads.AskAsync<long>("select count(distinct channel) from dsp_show_status")).ShouldBe(5);
    }

    [Fact]
    public async Task Ids_ascend_with_holes_and_shards_follow_users()
    {
        await using AdDatabase ads = await AdDatabase.OfAsync(postgres, s_small);

        (await ads.AskAsync<bool>("select bool_and(id > before) from (select id, lag(id, 1, 0::bigint) over (order by ctid) as before from dsp_show_status) ids")).ShouldBeTrue();
        (await ads.AskAsync<long>("select max(id) / count(*) from dsp_show_status")).ShouldBeInRange(95, 106);
        (await ads.AskAsync<bool>("select bool_and(shard = user_id % 64) from dsp_show_status")).ShouldBeTrue();
        (await ads.AskAsync<long>("select count(distinct shard) from dsp_show_status")).ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Every_row_with_slots_has_a_schedule_and_a_budget()
    {
        await using AdDatabase ads = await AdDatabase.OfAsync(postgres, s_small);

        (await ads.AskAsync<long>(
            "select count(*) from dsp_show_status s where type = 'unit' and channel = 1 and not exists (select from ad_unit u join ad_budget b on b.cga_id = u.id where u.id = s.cga_id)")).ShouldBe(0);
        (await ads.AskAsync<long>(
            "select count(*) from dsp_show_status s where type = 'plan' and channel > 1 and not exists (select from ad_plan p join ad_budget b on b.cga_id = p.id where p.id = s.cga_id)")).ShouldBe(0);
        (await ads.AskAsync<long>("select count(*) from ad_creative c where not exists (select from dsp_show_status s where s.cga_id = c.id and s.type = 'creative')")).ShouldBe(0);
        (await ads.AskAsync<long>("select count(*) from ad_unit u where not exists (select from ad_plan p where p.id = u.plan_id)")).ShouldBe(0);
    }

    [Fact]
    public async Task Grids_are_336_slots_and_no_row_is_without_any()
    {
        await using AdDatabase ads = await AdDatabase.OfAsync(postgres, s_small);

        (await ads.AskAsync<long>("select count(*) from ad_unit where length(time_series) <> 336 or time_series !~ '^[01]+$' or time_series ~ '^0+$'")).ShouldBe(0);
        (await ads.AskAsync<long>(
            """
            select count(*) from ad_plan where time_range_price_coef is not null and (json_array_length(time_range_price_coef::json) <> 336
                or not exists (select from json_array_elements_text(time_range_price_coef::json) slot where slot::numeric > 0))
            """)).ShouldBe(0);
        (await ads.AskAsync<long>("select count(*) from ad_plan where time_range_price_coef like '%1.%'")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Rows_have_ended_have_not_started_are_always_on_and_have_no_grid()
    {
        await using AdDatabase ads = await AdDatabase.OfAsync(postgres, s_small with { Rows = 400_000, Creatives = false });
        const string units = "from dsp_show_status s join ad_unit u on u.id = s.cga_id where type = 'unit' and channel = 1";

        (await ads.AskAsync<double>($"select avg((status & 2 <> 0)::int)::float {units}")).ShouldBeInRange(0.4, 0.5);
        (await ads.AskAsync<double>($"select avg((status & 1 <> 0)::int)::float {units}")).ShouldBeInRange(0.01, 0.04);
        (await ads.AskAsync<double>($"select avg((status & 8 <> 0)::int)::float {units}")).ShouldBeInRange(0.01, 0.03);
        (await ads.AskAsync<double>($"select avg((status & 4 <> 0)::int)::float {units}")).ShouldBeInRange(0.03, 0.1);
        (await ads.AskAsync<double>($"select avg((time_series is null)::int)::float {units}")).ShouldBeInRange(0.2, 0.35);
        (await ads.AskAsync<double>($"select avg((coalesce(time_series, '') ~ '^1+$')::int)::float {units}")).ShouldBeInRange(0.4, 0.6);
        (await ads.AskAsync<double>($"select avg((end_at is null)::int)::float {units}")).ShouldBeInRange(0.15, 0.3);
        (await ads.AskAsync<double>($"select avg((start_at is null)::int)::float {units}")).ShouldBeInRange(0.005, 0.03);
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_rows_and_another_others()
    {
        await using AdDatabase one = await AdDatabase.OfAsync(postgres, s_small);
        await using AdDatabase again = await AdDatabase.OfAsync(postgres, s_small);
        await using AdDatabase other = await AdDatabase.OfAsync(postgres, s_small with { Seed = 2 });

        string fingerprint = await one.FingerprintAsync();
        (await again.FingerprintAsync()).ShouldBe(fingerprint);
        (await other.FingerprintAsync()).ShouldNotBe(fingerprint);
    }

    [Fact]
    public async Task Without_an_instant_no_state_was_ever_computed()
    {
        await using AdDatabase ads = await AdDatabase.OfAsync(postgres, s_small with { StatusAt = null });

        (await ads.AskAsync<long>("select count(*) from dsp_show_status where status & 7 <> 0")).ShouldBe(0);
        (await ads.AskAsync<long>("select count(*) from dsp_show_status where status & 768 <> 0")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Progress_is_told_for_each_table_to_its_end()
    {
        await using AdDatabase ads = await AdDatabase.OfAsync(postgres, s_small);

        ads.Told.Where(static p => p.Of > 0 && p.Rows == p.Of).Select(static p => p.What).Order()
            .ShouldBe(["ad_budget", "ad_creative", "ad_plan", "ad_unit", "dsp_show_status"]);
        ads.Told.ShouldContain(static p => p.What.Contains("add primary key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_has_such_tables_is_refused_and_left_as_it_is()
    {
        await using AdDatabase ads = await AdDatabase.OfAsync(postgres, s_small);
        string before = await ads.FingerprintAsync();

        InvalidOperationException refused = await Should.ThrowAsync<InvalidOperationException>(() => ads.GenerateAsync(s_small with { Seed = 9 }));

        refused.Message.ShouldContain("name an empty one");
        (await ads.FingerprintAsync()).ShouldBe(before);
    }
}
