using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Tests.Tables;

public sealed class SqlNameTests
{
    [Theory]
    [InlineData("next_change", "next_change")]
    [InlineData("userId", "\"userId\"")]
    [InlineData("order", "\"order\"")]
    [InlineData("1st", "\"1st\"")]
    [InlineData("状态", "\"状态\"")]
    [InlineData("x\"; drop table ads; --", "\"x\"\"; drop table ads; --\"")]
    public void A_name_is_quoted_when_it_has_to_be_and_never_more_than_a_name(string name, string sql) => SqlName.Quote(name).ShouldBe(sql);

    [Theory]
    [InlineData("ads", "ads")]
    [InlineData("public.ads", "public.ads")]
    [InlineData("Sales.user", "\"Sales\".\"user\"")]
    [InlineData("\"a.b\".\"c\"\"d\"", "\"a.b\".\"c\"\"d\"")]
    [InlineData("a b;c", "\"a b;c\"")]
    public void A_table_is_a_name_or_a_schema_and_a_name(string table, string sql) => SqlName.QuoteTable(table).ShouldBe(sql);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData("a.b.c")]
    [InlineData("\"a")]
    [InlineData("\"a\"b")]
    [InlineData("a\"b")]
    [InlineData("a\nb")]
    public void What_is_no_name_is_refused(string table) => Should.Throw<ArgumentException>(() => SqlName.QuoteTable(table));

    [Fact]
    public void A_name_beyond_63_bytes_is_refused_since_PostgreSQL_would_cut_it()
    {
        SqlName.IsName(new string('a', 63), out _).ShouldBeTrue();
        SqlName.IsName(new string('a', 64), out string? fault).ShouldBeFalse();
        fault.ShouldContain("63 bytes");
        SqlName.IsName(new string('状', 22), out _).ShouldBeFalse();
    }

    [Fact]
    public void Names_in_a_condition_are_seen_but_not_those_in_texts() =>
        SqlFragment.Names("type = 'unit of shard' and \"User Id\" % 4 = 0 and lower(name) <> 'x'").ShouldBe(["type", "and", "User Id", "lower", "name"]);
}
