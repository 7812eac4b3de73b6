using AdPlatform;

namespace Kairos.StateSchedules.Tests.Sample;

public sealed class AdArgumentsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 17, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Today_is_the_day_in_Shanghai()
    {
        (AdArguments? arguments, _) = AdArguments.Read(["Host=db"], s_now);

        arguments!.Connection.ShouldBe("Host=db");
        arguments.Options.ShouldBe(new AdOptions { Rows = 1_000_000, Today = AdOptions.Wednesday });
    }

    [Fact]
    public void All_can_be_named()
    {
        (AdArguments? arguments, _) = AdArguments.Read(
            ["Host=db", "--rows", "2000", "--seed", "5", "--today", "2026-11-25", "--status-at", "2026-11-25T10:00:00+08:00", "--restless", "0.2", "--no-creatives"],
            s_now);

        arguments!.Options.ShouldBe(new AdOptions { Rows = 2_000, Seed = 5, StatusAt = AdOptions.Wednesday.AddHours(10), Restless = 0.2, Creatives = false });
    }

    [Theory]
    [InlineData("--rows 10")]
    [InlineData("--restless 0.9")]
    [InlineData("--today yesterday")]
    [InlineData("--what")]
    public void What_is_wrong_is_named(string words) =>
        AdArguments.Read(["Host=db", .. words.Split(' ')], s_now).Complaint!.ShouldContain(words);

    [Fact]
    public void Without_a_database_the_complaint_shows_how_to_name_one() =>
        AdArguments.Read(["--rows", "5000"], s_now).Complaint!.ShouldContain("Host=127.0.0.1;Database=ads");
}
