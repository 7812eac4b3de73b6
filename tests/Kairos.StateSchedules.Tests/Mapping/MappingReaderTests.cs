using Kairos.StateSchedules.Mapping;

namespace Kairos.StateSchedules.Tests.Mapping;

public sealed class MappingReaderTests
{
    internal const string Whole = """
        {
          // as in the docs
          "name": "units",
          "connection": "env:ADS_DB",
          "table": "dsp_show_status", "key": "id", "filter": "type = 'unit' and channel = 1",
          "shard": "shard", "shards": "0-63", "slices": 4,
          "zone": "Asia/Shanghai", "every": "1m",
          "status": "status",
          "bits": { "notStarted": 1, "ended": 2, "outsideSlots": 4, "budgetExhausted": 8, "paused": 16 },
          "version": "version", "nextChange": "next_change",
          "schedule": { "table": "ad_unit", "key": "id", "by": "unit_id",
                        "grid": "time_series", "format": "slots", "vendor": "tencent",
                        "start": "start_at", "end": "end_at", "paused": "is_paused" },
          "budget": { "table": "ad_budget", "key": "unit_id", "by": "unit_id", "release": "b.spent < b.daily" },
        }
        """;

    internal const string Least = """
        { "name": "few", "connection": "Data Source=ads.db", "table": "main.ads", "key": "id", "status": "status",
          "bits": { "ended": 2 }, "schedule": { "end": "end_at" } }
        """;

    internal static MappingReading Read(string json) => MappingReader.Read(json, name => name == "ADS_DB" ? "Host=db;Password=secret" : null);

    [Fact]
    public void The_mapping_of_the_docs_is_read_whole()
    {
        MappingReading reading = Read(Whole);

        reading.Faults.ShouldBeEmpty();
        reading.IsUsable.ShouldBeTrue();
        StateMapping mapping = reading.Mappings.ShouldHaveSingleItem();
        mapping.Connection.ShouldBe("Host=db;Password=secret");
        mapping.Filter.ShouldBe("type = 'unit' and channel = 1");
        mapping.KeyIndex.ShouldBeTrue();
        mapping.Shards.ShouldBe(Enumerable.Range(0, 64));
        mapping.Slices.ShouldBe(4);
        mapping.Zone.ShouldBe("Asia/Shanghai");
        mapping.Every.ShouldBe(TimeSpan.FromMinutes(1));
        mapping.Bits.ShouldBe(new StateBits { NotStarted = 1, Ended = 2, OutsideSlots = 4, BudgetExhausted = 8, Paused = 16 });
        mapping.Schedule.ShouldBe(new ScheduleMapping
        {
            Table = "ad_unit",
            Key = "id",
            By = "unit_id",
            Grid = "time_series",
            Vendor = "tencent",
            Start = "start_at",
            End = "end_at",
            Paused = "is_paused",
        });
        mapping.Budget.ShouldBe(new BudgetMapping { Table = "ad_budget", Key = "unit_id", By = "unit_id", Release = "b.spent < b.daily" });
    }

    [Fact]
    public void What_is_left_out_has_the_defaults_of_the_docs()
    {
        StateMapping mapping = Read(Least).Mappings.ShouldHaveSingleItem();

        mapping.Shard.ShouldBeNull();
        mapping.Shards.ShouldBe([0]);
        mapping.Slices.ShouldBe(1);
        mapping.Zone.ShouldBe("UTC");
        mapping.Every.ShouldBe(TimeSpan.FromMinutes(1));
        mapping.NextChange.ShouldBe("next_change");
        mapping.Schedule.Format.ShouldBe(GridFormat.Slots);
        mapping.Budget.ShouldBeNull();
    }

    [Theory]
    [InlineData("0-63", 8)]
    [InlineData("0,1,5-7", 5)]
    public void Slices_are_as_many_as_shards_up_to_eight(string shards, int slices) =>
        Read(Whole.Replace("\"0-63\", \"slices\": 4", $"\"{shards}\"", StringComparison.Ordinal)).Mappings.Single().Slices.ShouldBe(slices);

    [Fact]
    public void A_file_may_hold_a_list_of_mappings() =>
        Read($"[{Whole},{Least},]").Mappings.Select(mapping => mapping.Name).ShouldBe(["units", "few"]);

    [Fact]
    public void Mappings_of_one_name_are_refused_with_the_place_of_both()
    {
        MappingFault fault = Read($"[{Least},{Least}]").Faults.ShouldHaveSingleItem();

        fault.Member.ShouldBe("[1].name");
        fault.Message.ShouldBe("is 'few', as is that of [0]: give each mapping a name of its own.");
    }

    [Fact]
    public void Mappings_that_would_write_each_others_rows_are_refused() =>
        Read($"[{Least},{Least.Replace("few", "more", StringComparison.Ordinal)}]").Faults.ShouldHaveSingleItem().ToString()
            .ShouldStartWith("[1].filter: shares rows of main.ads and its column next_change with 'few'");

    [Fact]
    public void A_variable_that_is_not_set_is_a_fault_that_names_it() =>
        MappingReader.Read(Whole, _ => null).Faults.ShouldHaveSingleItem().ToString()
            .ShouldBe("connection: names the environment variable ADS_DB, which is not set: set it to the connection string of the database.");

    [Fact]
    public void All_faults_are_told_at_once()
    {
        string[] members = [.. Read("""
            { "name": "Units!", "connection": 7, "table": "a.b.c", "key": "", "status": "status", "grids": "x", "shards": "3-1",
              "zone": "Mars/Base", "every": "7m", "bits": { "ended": 3, "notStarted": 4, "outsideSlots": 4 },
              "schedule": { "table": "ad_unit", "grid": "g", "format": "weeks", "vendor": "acme" }, "budget": { "by": "x", "release": "(a" } }
            """).Faults.Select(fault => fault.Member)];

        members.ShouldBe(
            [
                "name", "connection", "table", "key", "grids", "shards", "shard", "zone", "every", "bits.ended", "bits.notStarted", "bits.outsideSlots",
                "bits.budgetExhausted", "schedule.key", "schedule.by", "schedule.format", "schedule.vendor", "budget.by", "budget.release",
            ], ignoreOrder: true);
    }

    [Fact]
    public void A_mapping_with_faults_gives_none_of_the_file() => Read($"[{Least},{{}}]").Mappings.ShouldBeEmpty();

    [Fact]
    public void No_fault_and_no_print_shows_a_connection_string()
    {
        const string secret = "Host=db;Password=hunter2";
        string[] broken =
        [
            Least.Replace("\"Data Source=ads.db\"", secret, StringComparison.Ordinal),
            Least.Replace("\"Data Source=ads.db\"", $"[\"{secret}\"]", StringComparison.Ordinal),
            Least.Replace("\"Data Source=ads.db\"", $"\"{secret}\", \"connection\": \"{secret}\"", StringComparison.Ordinal),
            Least.Replace("Data Source=ads.db", $"env:{secret}", StringComparison.Ordinal),
        ];

        foreach (string json in broken)
        {
            MappingReading reading = Read(json);
            reading.IsUsable.ShouldBeFalse();
            string.Join(' ', reading.Faults).ShouldNotContain("hunter2");
        }

        StateMapping mapping = Read(Least.Replace("Data Source=ads.db", secret, StringComparison.Ordinal)).Mappings.Single();
        mapping.Connection.ShouldBe(secret);
        mapping.ToString().ShouldBe("few (main.ads)");
    }
}
