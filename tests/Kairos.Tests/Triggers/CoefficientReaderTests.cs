using System.Text;
using Kairos.Triggers;
using Kairos.Triggers.Grids;

namespace Kairos.Tests.Triggers;

public sealed class CoefficientReaderTests
{
    private static readonly string s_day = $"[{string.Join(',', Enumerable.Range(0, 48).Select(static i => i is >= 23 and <= 26 ? "1.5" : "0"))}]";

    [Fact]
    public void Above_zero_is_on_in_each_of_the_forms()
    {
        WeeklyGrid expected = WeeklyGrid.Parse("11:30-13:30");
        string week = string.Join(',', Enumerable.Repeat(s_day[1..^1], 7));
        Read($"[{week}]").ShouldBe(expected);
        Read($" [{Repeated(s_day)}] ").ShouldBe(expected);
        Read(Named("1", "2", "3", "4", "5", "6", "7")).ShouldBe(expected);
        Read(Named("sun", "Mon", "TUE", "wed", "thu", "fri", "sat")).ShouldBe(expected);
        Read(Named("\\u0037", "1", "2", "3", "4", "5", "6")).ShouldBe(expected);
        CoefficientReader.TryRead($"[{week}]".AsSpan(), out WeeklyGrid ofText, out _).ShouldBeTrue();
        ofText.ShouldBe(expected);
    }

    [Fact]
    public void Each_day_is_the_one_it_is_named_for()
    {
        string zeros = s_day.Replace("1.5", "0", StringComparison.Ordinal);
        string[] days = [.. Enumerable.Range(1, 7).Select(day => $"\"{day}\":{(day == 3 ? s_day : zeros)}")];
        Read($"{{{string.Join(',', days.Reverse())}}}").ShouldBe(WeeklyGrid.Parse("Wed 11:30-13:30"));
    }

    [Theory]
    [InlineData(24)]
    [InlineData(48)]
    [InlineData(96)]
    public void Hours_and_quarters_are_read_too(int perDay)
    {
        string day = $"[{string.Join(',', Enumerable.Range(0, perDay).Select(i => i < perDay / 2 ? 1 : 0))}]";
        WeeklyGrid grid = Read($"[{Repeated(day)}]");
        grid.SlotsPerDay.ShouldBe(perDay);
        grid.ToRanges().ShouldBe("00:00-12:00");
        Read($"[{Repeated(day[1..^1])}]").ShouldBe(grid);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("-0", false)]
    [InlineData("0.000", false)]
    [InlineData("1e-400", true)]
    [InlineData("0e9", false)]
    [InlineData("\"0.5\"", true)]
    [InlineData("\" 2 \"", true)]
    [InlineData("\"0\"", false)]
    [InlineData("\"\\u0031\"", true)]
    public void A_number_may_be_written_in_many_ways(string number, bool isOn) => Read(With(number))[5].ShouldBe(isOn);

    [Theory]
    [InlineData("-1", "Slot 5 of the week is negative; off is 0, at byte 11")]
    [InlineData("\"-0.1\"", "Slot 5 of the week is negative")]
    [InlineData("null", "Slot 5 of the week is no number")]
    [InlineData("true", "Slot 5 of the week is no number")]
    [InlineData("\"NaN\"", "Slot 5 of the week is no number")]
    [InlineData("\"Infinity\"", "Slot 5 of the week is no number")]
    [InlineData("\"\"", "Slot 5 of the week is no number")]
    [InlineData("\"1,5\"", "Slot 5 of the week is no number")]
    [InlineData("{}", "Slot 5 of the week is no number")]
    [InlineData("[]", "Slot 5 of the week is no number")]
    [InlineData("\"\\ud800\"", "no JSON from byte")]
    [InlineData("NaN", "no JSON from byte 11 on")]
    [InlineData("01", "no JSON from byte 11 on")]
    public void What_is_no_coefficient_is_refused_with_its_place(string number, string message) => Fault(With(number)).Message.ShouldContain(message);

    [Fact]
    public void Counts_and_names_that_do_not_fit_are_refused()
    {
        Fault("[1,2,3]").Message.ShouldContain("There are 3 numbers");
        Fault("[]").Message.ShouldContain("There are 0 numbers");
        Fault($"[{string.Join(',', Enumerable.Repeat(1, 673))}]").Message.ShouldContain("more than 672 numbers for the week");
        Fault($"[{s_day},{s_day}]").Message.ShouldContain("There are 2 days");
        Fault($"[{Repeated(s_day)},{s_day}]").Message.ShouldContain("more than seven days");
        Fault($"[{s_day},7]").Message.ShouldContain("tue is no array");
        Fault($"[{s_day},[1]]").Message.ShouldContain("tue has 1 numbers");
        Fault($"[{s_day},[{string.Join(',', Enumerable.Repeat(1, 24))}]]").Message.ShouldContain("tue has 24 numbers and another day 48");
        Fault($"[{s_day},[{string.Join(',', Enumerable.Repeat(1, 97))}]]").Message.ShouldContain("more than 96 numbers for tue");
        Fault("{}").Message.ShouldContain("mon is missing");
        Fault(Named("1", "2", "3", "5", "6", "7")).Message.ShouldContain("thu is missing, and a day that is off has zeros");
        Fault(Named("1", "mon")).Message.ShouldContain("mon is there twice");
        Fault(Named("8")).Message.ShouldContain("no day of the week");
        Fault(Named("0")).Message.ShouldContain("no day of the week");
        Fault(Named("")).Message.ShouldContain("no day of the week");
        Fault("{\"1\":3}").Message.ShouldContain("mon is no array");
        Fault("7").Message.ShouldContain("neither an array nor an object");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[")]
    [InlineData("[1,")]
    [InlineData("{\"1\":[")]
    [InlineData("{\"1\"")]
    [InlineData("[[1]")]
    [InlineData("x")]
    public void What_ends_early_is_no_JSON(string text) => Fault(text).Message.ShouldNotBeEmpty();

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        CoefficientReader.TryRead([(byte)'{', (byte)'"', (byte)'\\', (byte)'n', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'], out _, out TriggerFault? fault).ShouldBeFalse();
        fault!.Message.ShouldContain("no JSON from byte");
        CoefficientReader.TryRead("[\ud800]".AsSpan(), out _, out fault).ShouldBeFalse();
        WeeklyGrid.TryParse([0xFF, 0xFE], out _, out fault).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_may_follow()
    {
        string week = $"[{Repeated(s_day)}]";
        TriggerFault fault = Fault($"{week} {week}");
        fault.Position.ShouldBe(week.Length + 1);
        fault.Message.ShouldContain("write an array of 168, 336 or 672 numbers from Monday 00:00 on");
    }

    [Fact]
    public void Nothing_is_allocated_when_it_can_be_read()
    {
        byte[][] texts = [.. new[] { With("\"1.5\""), $"[{Repeated(s_day)}]", Named("sun", "mon", "tue", "wed", "thu", "fri", "sat") }.Select(Encoding.UTF8.GetBytes)];
        string slots = WeeklyGrid.Parse("Mon-Fri 08:00-20:00").ToString();
        byte[] utf8 = Encoding.UTF8.GetBytes(slots);
        int ReadAll()
        {
            int read = 0;
            foreach (byte[] text in texts)
            {
                read += CoefficientReader.TryRead(text, out _, out _) ? 1 : 0;
            }

            read += WeeklyGrid.TryParse(utf8, out _, out _) ? 1 : 0;
            read += WeeklyGrid.TryParse(slots, out _, out _) ? 1 : 0;
            return read + (GridImport.TryRead(utf8, GridVendor.Tencent, out _, out _) ? 1 : 0);
        }

        ReadAll().ShouldBe(6);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadAll();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static string Repeated(string day) => string.Join(',', Enumerable.Repeat(day, 7));

    private static string With(string number) => $"[0,0,0,0,0,{number}{string.Concat(Enumerable.Repeat(",0", 330))}]";

    private static string Named(params string[] names) => $"{{{string.Join(',', names.Select(name => $"\"{name}\":{s_day}"))}}}";

    private static WeeklyGrid Read(string json) =>
        CoefficientReader.TryRead(Encoding.UTF8.GetBytes(json), out WeeklyGrid grid, out TriggerFault? fault) ? grid : throw new ShouldAssertException(fault.Message);

    private static TriggerFault Fault(string json)
    {
        CoefficientReader.TryRead(Encoding.UTF8.GetBytes(json), out WeeklyGrid grid, out TriggerFault? fault).ShouldBeFalse();
        grid.ShouldBe(default);
        return fault.ShouldNotBeNull();
    }
}
