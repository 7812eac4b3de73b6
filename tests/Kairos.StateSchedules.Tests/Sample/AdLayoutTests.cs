using AdPlatform;
using AdPlatform.Layout;

namespace Kairos.StateSchedules.Tests.Sample;

public sealed class AdLayoutTests
{
    [Fact]
    public void At_scale_one_it_is_the_case()
    {
        AdLayout layout = new(new AdOptions { Rows = AdOptions.WholeScale });

        layout.SlotUnits.ShouldBe(1_300_000);
        layout.SlotPlans.ShouldBe(180_000);
        Campaign last = layout.At(layout.Campaigns - 1);
        (last.FirstRow + last.Rows).ShouldBe(AdOptions.WholeScale);
        layout.IdOf(last, last.Rows - 1).ShouldBeInRange(8_900_000_000, 9_020_000_000);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(12_345)]
    [InlineData(1_000_000)]
    public void Campaigns_lie_one_behind_the_other_and_make_up_all_rows(long rows)
    {
        AdLayout layout = new(new AdOptions { Rows = rows, Seed = 7 });
        (long row, long id, long entity, long slots) = (0, 0, 0, 0);
        for (long i = 0; i < layout.Campaigns; i++)
        {
            Campaign campaign = layout.At(i);
            campaign.FirstRow.ShouldBe(row);
            for (int r = 0; r < campaign.Rows; r++, row++)
            {
                (long nextId, long nextEntity) = (layout.IdOf(campaign, r), layout.EntityOf(campaign, r));
                if (nextId <= id || nextEntity <= entity)
                {
                    Assert.Fail($"Row {row} has id {nextId} and entity {nextEntity} behind {id} and {entity}.");
                }

                (id, entity) = (nextId, nextEntity);
            }

            slots += campaign.Slots.Last - campaign.Slots.First;
        }

        row.ShouldBe(rows);
        slots.ShouldBe(layout.Slots);
    }

    [Fact]
    public void Some_ten_thousand_of_the_rows_change_at_a_typical_half_hour_at_scale_one()
    {
        const int scale = 50;
        AdGenerator generator = new(new AdOptions { Rows = AdOptions.WholeScale / scale });

        long[] day = generator.CountChanges(AdOptions.Wednesday.AddHours(8), halfHours: 29);

        (scale * day.Order().ElementAt(day.Length / 2)).ShouldBeInRange(8_000, 12_500);
        day.Min().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_more_are_restless_the_more_change()
    {
        AdOptions options = new() { Rows = 500_000 };

        long usual = new AdGenerator(options).CountChanges(AdOptions.Wednesday, halfHours: 48).Sum();
        long twice = new AdGenerator(options with { Restless = 2 * options.Restless }).CountChanges(AdOptions.Wednesday, halfHours: 48).Sum();

        ((double)twice / usual).ShouldBeInRange(1.6, 2.2);
    }

    [Fact]
    public void Too_few_rows_are_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new AdLayout(new AdOptions { Rows = 999 })).Message.ShouldContain("at least 1000 rows");
}
