using System.Text.Json;
using AdPlatform;

namespace Kairos.StateSchedules.Tests.Sample;

public sealed class AdMappingTests(PostgresFixture postgres)
{
    [Fact]
    public async Task The_mappings_name_tables_and_columns_that_there_are_and_filter_what_has_slots()
    {
        AdOptions options = new() { Rows = 20_000, Creatives = false };
        await using AdDatabase ads = await AdDatabase.OfAsync(postgres, options);
        using JsonDocument mappings = JsonDocument.Parse(AdFiles.Mappings);
        long rows = 0;
        foreach (JsonElement mapping in mappings.RootElement.EnumerateArray())
        {
            (JsonElement schedule, JsonElement budget) = (mapping.GetProperty("schedule"), mapping.GetProperty("budget"));
            string status = Text(mapping, "table");
            string[] own = [Text(mapping, "key"), Text(mapping, "shard"), Text(mapping, "status"), Text(mapping, "version"), Text(schedule, "by"), Text(budget, "by")];
            string[] of = [Text(schedule, "key"), Text(schedule, "grid"), Text(schedule, "start"), Text(schedule, "end"), Text(schedule, "paused")];
            string selected = $"{string.Join(", ", own.Select(static c => $"t.{c}"))}, {string.Join(", ", of.Select(static c => $"u.{c}"))}";
            rows += await ads.AskAsync<long>($"""
                select count(({selected}, {Text(budget, "release")})) from (select * from {status} where {Text(mapping, "filter")}) t
                join {Text(schedule, "table")} u on u.{Text(schedule, "key")} = t.{Text(schedule, "by")}
                join {Text(budget, "table")} b on b.{Text(budget, "key")} = t.{Text(budget, "by")}
                """);
        }

        rows.ShouldBe(new AdGenerator(options).Layout.Slots);
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
