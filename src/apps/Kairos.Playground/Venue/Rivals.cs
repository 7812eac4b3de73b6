using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kairos.Playground.Venue;

/// <summary>Rivals on their way.</summary>
/// <param name="From">The instant that their reactions count from, by the venue's clock.</param>
/// <param name="Done">Ends when every one of them has done what it planned, or was called off.</param>
internal sealed record RivalWave(DateTimeOffset From, IReadOnlyList<RivalPlan> Plans, Task Done);

/// <summary>The other students, run inside the venue: they pass the front desk like everybody, and stand in the record.</summary>
/// <threadsafety>Safe for any number of threads.</threadsafety>
internal sealed class Rivals(Site site, FrontDesk desk, TimeProvider time, ILogger<Rivals> logger) : IHostedService, IDisposable
{
    private CancellationTokenSource _calledOff = new();

    /// <summary>Sends rivals to the next opening; at once when it is open, or when the mode is today.</summary>
    public RivalWave Send(RivalOrder order, VenueMode mode)
    {
        var now = site.Clock.Now;
        var round = site.Opening.RoundAt(now);
        var from = mode == VenueMode.Today || round.IsOpen ? now : round.OpensAt;
        var plans = RivalPlans.Draw(order, site.Catalogue);
        var students = site.Sessions.Enrol(Sessions.RivalPrefix, plans.Count);
        var calledOff = Volatile.Read(ref _calledOff).Token;
        var runs = plans.Select((plan, index) => RunAsync(students[index], plan, mode, from + plan.Reaction, calledOff));
        return new RivalWave(from, plans, Task.WhenAll(runs.ToList()));
    }

    /// <summary>Sends all home who are still at it.</summary>
    public void CallOff()
    {
        using var before = Interlocked.Exchange(ref _calledOff, new CancellationTokenSource());
        before.Cancel();
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await RunOneAsideAsync();
        if (site.Options.Rivals.Count > 0)
        {
            Send(RivalOrder.From(site.Options), site.Options.Mode);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        CallOff();
        return Task.CompletedTask;
    }

    public void Dispose() => _calledOff.Dispose();

    // Sends one rival through a spare site: the first at a real opening would else come 12 ms late, for compiling its way.
    private async Task RunOneAsideAsync()
    {
        var spare = new Site(site.Options, time);
        using var aside = new Rivals(spare, new FrontDesk(spare), time, logger);
        var order = RivalOrder.From(site.Options) with { Rivals = new RivalOptions { Count = 1, HoldShare = 0 } };
        await aside.Send(order, VenueMode.Today).Done;
    }

    private async Task RunAsync(
        Student rival, RivalPlan plan, VenueMode mode, DateTimeOffset act, CancellationToken calledOff)
    {
        try
        {
            await site.Clock.WaitUntilAsync(act, calledOff);
            await TakeSeatAsync(rival, plan, mode, calledOff);
        }
        catch (OperationCanceledException) when (calledOff.IsCancellationRequested)
        {
            // Called off: the rest of its plan is void.
            return;
        }
        catch (Exception fault)
        {
            logger.RivalFailed(fault, rival.Name);
            throw;
        }
    }

    private async Task TakeSeatAsync(Student rival, RivalPlan plan, VenueMode mode, CancellationToken calledOff)
    {
        if (plan.Hold is { } span)
        {
            var place = new SeatDay(plan.Room.Id, plan.Seat.Number, mode, site.DayOf(mode));
            if (Visit(Routes.Hold, visit => desk.Hold(rival, place, span, visit)) != Answer.Done)
            {
                return;
            }

            // It books within its hold: at the very end of it somebody else could be quicker.
            await site.Clock.PassAsync(span * 0.9, calledOff);
        }

        var (_, token) = Visit(Routes.Page, visit => desk.OpenPage(rival.Cookies, plan.Room, mode, visit));
        var wish = new SeatWish(plan.Room.Id, plan.Seat.At, mode, token ?? "");
        if (Visit(Routes.Reserve, visit => desk.Reserve(rival.Cookies, wish, visit)) == Answer.Done && plan.GiveBackAfter is { } stay)
        {
            await site.Clock.PassAsync(stay, calledOff);
            Visit(Routes.Release, visit => desk.GiveBack(rival.Cookies, mode, visit));
        }
    }

    private T Visit<T>(string route, Func<Visit, T> request)
    {
        var visit = site.Record.Arrive(route);
        var answer = request(visit);
        site.Record.Close(visit);
        return answer;
    }
}
