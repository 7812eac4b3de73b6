using Kairos.StateSchedules.Mapping;

namespace Kairos.StateSchedules.Tests.Mapping;

public sealed class MappingFaultTests
{
    [Theory]
    [InlineData("", "$", "is no JSON from line 1, byte 1 on")]
    [InlineData("{ \"name\": \"x\" \n \"table\" }", "$", "is no JSON from line 2")]
    [InlineData("[]", "$", "is an empty list")]
    [InlineData("7", "$", "is a number: write a mapping as an object")]
    [InlineData("[null]", "[0]", "is null: write a mapping as an object")]
    [InlineData("{ \"\\ud800\": 1 }", "$", "a broken escape")]
    [InlineData("{ \"name\": \"\\ud800\" }", "name", "a broken escape")]
    public void A_file_that_holds_no_mapping_is_told(string json, string member, string message) =>
        MappingReaderTests.Read(json).Faults.ShouldContain(fault => fault.Member == member && fault.Message.Contains(message));

    [Theory]
    [InlineData("\"name\": \"units\"", "\"name\": \"Units\"", "name", "write 1 to 60 of a-z, 0-9, - and _")]
    [InlineData("\"name\": \"units\",", "", "name", "is missing")]
    [InlineData("\"name\": \"units\"", "\"name\": \"units\", \"name\": \"units\"", "name", "is there twice")]
    [InlineData("\"env:ADS_DB\"", "\"env:ADS-DB\"", "connection", "names no environment variable")]
    [InlineData("\"env:ADS_DB\"", "\" \"", "connection", "is blank")]
    [InlineData("\"dsp_show_status\"", "\"a..b\"", "table", "is empty")]
    [InlineData("\"dsp_show_status\"", "\"\\\"a\"", "table", "a double quote that is not closed")]
    [InlineData("\"dsp_show_status\"", "\"a\\u0000b\"", "table", "a control character")]
    [InlineData("\"shard\": \"shard\", ", "", "shard", "is missing: shards name the values of a column")]
    [InlineData("\"shards\": \"0-63\", ", "", "shards", "is missing: name the values of the shard column")]
    [InlineData("\"0-63\"", "\"0-63,5\"", "shards", "names shard 5 twice")]
    [InlineData("\"0-63\"", "\"9-5\"", "shards", "runs backwards")]
    [InlineData("\"0-63\"", "\"0-99999\"", "shards", "more than 4096 shards")]
    [InlineData("\"0-63\"", "\"a\"", "shards", "has 'a' in it, which is no shard")]
    [InlineData("\"0-63\"", "\"0-2147483648\"", "shards", "which is no shard")]
    [InlineData("\"0-63\"", "63", "shards", "is a number: write text")]
    [InlineData("\"slices\": 4", "\"slices\": 65", "slices", "there are 64 shards")]
    [InlineData("\"slices\": 4", "\"slices\": 0", "slices", "write 1 to 256")]
    [InlineData("\"slices\": 4", "\"slices\": 1.5", "slices", "is no whole number")]
    [InlineData("\"slices\": 4", "\"slices\": \"4\"", "slices", "is text: write a whole number")]
    [InlineData("\"1m\"", "\"1 minute\"", "every", "which is no span of time")]
    [InlineData("\"1m\"", "\"7m\"", "every", "doesn't divide an hour")]
    [InlineData("\"1m\"", "\"0s\"", "every", "doesn't divide an hour")]
    [InlineData("\"Asia/Shanghai\"", "\"China\"", "zone", "use an IANA id")]
    [InlineData("\"ended\": 2", "\"ended\": 3", "bits.ended", "write a power of two")]
    [InlineData("\"ended\": 2", "\"ended\": -2", "bits.ended", "write a power of two")]
    [InlineData("\"ended\": 2", "\"ended\": 4", "bits.outsideSlots", "is 4, as is ended")]
    [InlineData("\"ended\": 2", "\"closed\": 2", "bits.closed", "the members are budgetExhausted, ended")]
    [InlineData("\"budgetExhausted\": 8, ", "", "bits.budgetExhausted", "is missing: a budget releases that bit")]
    [InlineData("\"start\": \"start_at\", ", "", "bits.notStarted", "schedule.start is not")]
    [InlineData("\"version\": \"version\"", "\"version\": \"Status\"", "version", "is 'Status', as is status")]
    [InlineData("\"nextChange\": \"next_change\"", "\"nextChange\": \"id\"", "nextChange", "is 'id', as is key")]
    [InlineData("\"by\": \"unit_id\",\n", "\"by\": \"status\",\n", "schedule.by", "is 'status', as is status")]
    [InlineData("\"table\": \"ad_unit\", \"key\": \"id\",", "\"table\": \"ad_unit\",", "schedule.key", "name its unique column")]
    [InlineData("\"table\": \"ad_unit\", \"key\": \"id\",", "", "schedule.by", "is given without a table")]
    [InlineData("\"slots\"", "\"weeks\"", "schedule.format", "write slots, coefficients or ranges")]
    [InlineData("\"grid\": \"time_series\", ", "", "schedule.format", "is given, but no grid")]
    [InlineData("\"grid\": \"time_series\", ", "", "schedule.vendor", "is given, but no grid")]
    [InlineData("\"tencent\"", "\"acme\"", "schedule.vendor", "write tencent or oceanengine")]
    [InlineData("channel = 1", "channel = 1; drop table x", "filter", "a semicolon or a comment")]
    [InlineData("channel = 1", "channel = 1 -- no", "filter", "a semicolon or a comment")]
    [InlineData("channel = 1", "name = '$1' or channel = $2", "filter", "has the parameter $2 in it")]
    [InlineData("b.spent < b.daily", "b.spent < $1", "budget.release", "has the parameter $1 in it")]
    [InlineData("channel = 1", "(channel = 1", "filter", "parentheses that don't pair")]
    [InlineData("channel = 1", "true) or (true", "filter", "parentheses that don't pair")]
    [InlineData("channel = 1", "channel = '1", "filter", "a single quote that is not closed")]
    [InlineData("\"version\": \"version\"", "\"keyIndex\": \"no\"", "keyIndex", "is text: write true or false")]
    [InlineData("\"filter\": \"type = 'unit' and channel = 1\"", "\"keyIndex\": true", "keyIndex", "the key's own index serves all rows")]
    [InlineData("b.spent < b.daily", " ", "budget.release", "is empty: write a condition")]
    [InlineData(", \"release\": \"b.spent < b.daily\"", "", "budget.release", "is missing")]
    public void A_slip_is_told_with_its_member_and_a_remedy(string from, string to, string member, string message)
    {
        string json = MappingReaderTests.Whole.Replace(from, to, StringComparison.Ordinal);
        json.ShouldNotBe(MappingReaderTests.Whole);

        MappingReading reading = MappingReaderTests.Read(json);

        reading.Mappings.ShouldBeEmpty();
        reading.Faults.ShouldContain(fault => fault.Member == member && fault.Message.Contains(message), string.Join('\n', reading.Faults));
    }

    [Theory]
    [InlineData("\"bits\": { \"ended\": 2 }, ", "", "bits", "is missing")]
    [InlineData("{ \"ended\": 2 }", "{ \"paused\": 2 }", "bits", "names none of notStarted, ended and outsideSlots")]
    [InlineData("{ \"ended\": 2 }", "2", "bits", "is a number: write an object")]
    [InlineData("\"schedule\": { \"end\": \"end_at\" }", "\"schedule\": { \"paused\": \"p\" }", "schedule", "names no column of grid, start or end")]
    [InlineData(", \"schedule\": { \"end\": \"end_at\" }", "", "schedule", "is missing")]
    [InlineData("\"end_at\"", "\"status\"", "schedule.end", "is 'status', as is status")]
    public void A_mapping_without_what_is_needed_is_told(string from, string to, string member, string message)
    {
        MappingReading reading = MappingReaderTests.Read(MappingReaderTests.Least.Replace(from, to, StringComparison.Ordinal));

        reading.Faults.ShouldContain(fault => fault.Member == member && fault.Message.Contains(message), string.Join('\n', reading.Faults));
    }
}
