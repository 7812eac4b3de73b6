using Kairos.Jobs;

namespace Kairos.Tests.Jobs;

public sealed class JobIdTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 20, 12, 10, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ann", 3729)]
    [InlineData("bob", 3128)]
    [InlineData("", 3213)]
    [InlineData("student-0001", 795)]
    [InlineData("李雷", 2206)]
    [InlineData("tenant/7", 1297)]
    public void The_shard_of_an_owner_is_frozen_and_carried_in_the_id(string owner, int shard)
    {
        JobId.ShardOf(owner).ShouldBe(shard);
        JobId.New(owner, s_now).Shard.ShouldBe(shard);
    }

    [Fact]
    public void The_shard_of_a_long_owner_is_that_of_all_its_bytes() => JobId.ShardOf(new string('a', 200)).ShouldBe(483);

    [Fact]
    public void Owners_spread_over_the_shards()
    {
        int[] counts = new int[4096];
        for (int i = 0; i < 409_600; i++)
        {
            counts[JobId.ShardOf($"student-{i:D6}")]++;
        }

        counts.Min().ShouldBeGreaterThan(40);
        counts.Max().ShouldBeLessThan(200);
    }

    [Fact]
    public void It_is_a_uuid_of_version_7()
    {
        JobId id = JobId.New("ann", s_now);
        id.Value.Version.ShouldBe(7);
        (id.Value.Variant & 0xC).ShouldBe(0x8);
        id.Value.ToString("N")[..12].ShouldBe(s_now.ToUnixTimeMilliseconds().ToString("x12", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_hundred_thousand_ids_of_one_owner_and_one_millisecond_differ()
    {
        HashSet<JobId> ids = [];
        for (int i = 0; i < 100_000; i++)
        {
            ids.Add(JobId.New("ann", s_now)).ShouldBeTrue();
        }
    }

    [Fact]
    public void Text_comes_back_and_sorts_as_the_ids_do()
    {
        Random random = new(3);
        byte[] bytes = new byte[16];
        List<JobId> ids = [default, new JobId(Guid.AllBitsSet)];
        for (int i = 0; i < 2_000; i++)
        {
            random.NextBytes(bytes);
            ids.Add(new JobId(new Guid(bytes)));
            ids.Add(JobId.New("ann", s_now.AddMilliseconds(random.Next(1_000_000))));
        }

        foreach (JobId id in ids)
        {
            id.ToString().Length.ShouldBe(22);
            JobId.TryParse(id.ToString(), out JobId read).ShouldBeTrue();
            read.ShouldBe(id);
            JobId.TryParse(id.Value.ToString(), out JobId uuid).ShouldBeTrue();
            uuid.ShouldBe(id);
        }

        ids.Order().Select(i => i.ToString()).ShouldBe(ids.Select(i => i.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ids_made_later_sort_later()
    {
        JobId early = JobId.New("ann", s_now);
        JobId late = JobId.New("ann", s_now.AddMilliseconds(1));
        (early < late).ShouldBeTrue();
        (late > early).ShouldBeTrue();
        (early <= late).ShouldBeTrue();
        (late >= early).ShouldBeTrue();
        string.CompareOrdinal(early.ToString(), late.ToString()).ShouldBeLessThan(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("0322SbdQAiDnhoNe7JX5V!")]
    [InlineData("0322SbdQAiDnhoNe7JX5VÄ")]
    [InlineData("not-a-uuid-not-a-uuid-not-a-uuid-xxx")]
    public void What_is_no_id_is_not_read(string? text)
    {
        JobId.TryParse(text, out JobId id).ShouldBeFalse();
        id.ShouldBe(default);
    }

    [Fact]
    public void The_largest_text_is_the_largest_number_and_the_next_is_refused()
    {
        string largest = new JobId(Guid.AllBitsSet).ToString();
        JobId.TryParse(largest, out _).ShouldBeTrue();
        JobId.TryParse(largest[..^1] + (char)(largest[^1] + 1), out _).ShouldBeFalse();
    }
}
