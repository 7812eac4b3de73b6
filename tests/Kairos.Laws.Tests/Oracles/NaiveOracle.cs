using Kairos.Laws.Tests.Cases;
using Instant = Kairos.Time.Instant;

namespace Kairos.Laws.Tests.Oracles;

/// <summary>The naive scan over NodaTime, for every expression; left out only where the two zone data differ.</summary>
internal sealed class NaiveOracle : IOracle
{
    // The weekdays of the dates come again after 28 years, over a century without a leap day after 40: what does not match by then
    // never does. To look so far takes a millisecond, so that most answers of "never" are followed for nine years only.
    private const int Days = 366 * 41;
    private const int FewDays = 366 * 9;
    private const int OneOf = 8;

    public string Name => "naive scan over NodaTime";

    public Verdict Judge(CronCase asked, Instant after, Instant? answer)
    {
        // An answer that is too late would only widen what is looked at, one that is too early is compared with what is true behind it.
        if (!asked.Zone.Agrees(after, answer ?? after))
        {
            return Verdict.LeftOut;
        }

        int days = answer is { } due ? due - after > TimeSpan.FromDays(Days - 2) ? int.MaxValue : Days
            : after.Micros / 3_600_000_000 % OneOf == 0 ? Days : FewDays;
        Found found = NaiveScan.Next(asked.Spec, asked.Zone.Zone, after, days: days);
        return found.Allows(answer) && (found.Due is null || asked.Zone.Agrees(after, found.Due.Value)) ? Verdict.Agrees
            : found.Due is { } own && !asked.Zone.Agrees(after, own) ? Verdict.LeftOut
            : Verdict.Differs(found.Due?.ToString() ?? $"nothing up to {found.Until}");
    }
}
