using AdPlatform.Layout;
using AdPlatform.Schedules;

namespace AdPlatform.Loading;

/// <summary>What stands in each row of each table.</summary>
/// <threadsafety>Each writer has its own schedule to fill: they may run at once.</threadsafety>
internal sealed class AdTables(AdOptions options, AdLayout layout)
{
    private const int AuditBit = 256;
    private const long AuditedPercent = 6;
    private const long Versions = 20;
    private const int MostRaise = 5;

    private readonly ScheduleMaker _maker = new(options, layout);
    private readonly long? _statusAt = options.StatusAt is { } at ? ScheduleMaker.Micros(at) : null;

    internal TableWriter Status()
    {
        Schedule schedule = new();
        return new TableWriter(
            "dsp_show_status (id, user_id, cga_id, status, version, channel, shard, type)",
            layout.Rows,
            static campaign => (0, campaign.Rows),
            (BinaryCopy copy, in Campaign campaign, int row) =>
            {
                Dice dice = new(options.Seed ^ 0x57A7, campaign.FirstRow + row);
                int status = dice.Below(100) < AuditedPercent ? AuditBit << (int)dice.Below(2) : 0;
                copy.Row(8);
                copy.Big(layout.IdOf(campaign, row));
                copy.Big(campaign.UserId);
                copy.Big(layout.EntityOf(campaign, row));
                copy.Integer(status | StateOf(campaign, row, schedule));
                copy.Integer(1 + (int)dice.Below(Versions));
                copy.Small((short)campaign.Channel);
                copy.Small(campaign.Shard);
                copy.Text(NameOf(campaign.TypeOf(row)));
            });
    }

    internal TableWriter Plans()
    {
        Schedule schedule = new();
        byte[] coefficients = new byte[Coefficients.Longest];
        return new TableWriter(
            "ad_plan (id, user_id, start_at, end_at, is_paused, time_range_price_coef)",
            layout.Campaigns,
            static _ => (0, 1),
            (BinaryCopy copy, in Campaign campaign, int row) =>
            {
                _maker.Make(campaign, row, schedule);
                copy.Row(6);
                copy.Big(layout.EntityOf(campaign, row));
                copy.Big(campaign.UserId);
                WriteDates(copy, schedule);
                if (campaign.SlotsOnUnits || !schedule.HasGrid)
                {
                    copy.Null();
                }
                else
                {
                    int raise = (int)(schedule.Daily / ScheduleMaker.Yuan % MostRaise);
                    copy.Text(coefficients.AsSpan(0, Coefficients.Write(schedule.Grid, raise, coefficients)));
                }
            });
    }

    internal TableWriter Units()
    {
        Schedule schedule = new();
        return new TableWriter(
            "ad_unit (id, plan_id, start_at, end_at, is_paused, time_series)",
            layout.SlotUnits + layout.PlainUnits,
            static campaign => (1, 1 + campaign.Units),
            (BinaryCopy copy, in Campaign campaign, int row) =>
            {
                _maker.Make(campaign, row, schedule);
                copy.Row(6);
                copy.Big(layout.EntityOf(campaign, row));
                copy.Big(layout.EntityOf(campaign, 0));
                WriteDates(copy, schedule);
                if (campaign.SlotsOnUnits && schedule.HasGrid)
                {
                    copy.Text(schedule.Grid);
                }
                else
                {
                    copy.Null();
                }
            });
    }

    internal TableWriter Creatives() => new(
        "ad_creative (id, unit_id)",
        layout.Creatives,
        static campaign => (1 + campaign.Units, campaign.Rows),
        (BinaryCopy copy, in Campaign campaign, int row) =>
        {
            copy.Row(2);
            copy.Big(layout.EntityOf(campaign, row));
            copy.Big(layout.EntityOf(campaign, campaign.Units == 0 ? 0 : 1 + (row % campaign.Units)));
        });

    internal TableWriter Budgets()
    {
        Schedule schedule = new();
        return new TableWriter(
            "ad_budget (cga_id, daily, spent)",
            layout.Slots,
            static campaign => campaign.Slots,
            (BinaryCopy copy, in Campaign campaign, int row) =>
            {
                _maker.Make(campaign, row, schedule);
                copy.Row(3);
                copy.Big(layout.EntityOf(campaign, row));
                copy.Big(schedule.Daily);
                copy.Big(schedule.Spent);
            });
    }

    private int StateOf(in Campaign campaign, int row, Schedule schedule)
    {
        (int first, int last) = campaign.Slots;
        if (row < first || row >= last)
        {
            return 0;
        }

        _maker.Make(campaign, row, schedule);
        int bits = _statusAt is { } at ? Truth.Bits(schedule.Grid, schedule.Start, schedule.End, at) : 0;
        return bits | (schedule.Exhausted ? Truth.BudgetExhausted : 0);
    }

    private static void WriteDates(BinaryCopy copy, Schedule schedule)
    {
        copy.Instant(schedule.Start == Truth.Always ? null : schedule.Start);
        copy.Instant(schedule.End == Truth.Never ? null : schedule.End);
        copy.Flag(schedule.Paused);
    }

    private static ReadOnlySpan<byte> NameOf(RowType type) => type switch
    {
        RowType.Plan => "plan"u8,
        RowType.Unit => "unit"u8,
        _ => "creative"u8,
    };
}
