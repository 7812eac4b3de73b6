using Kairos.Seats.Catalogue;
using Kairos.Seats.Grabs;
using Kairos.Seats.Migrations;
using Kairos.Seats.Results;
using Kairos.Seats.Venues;
using Kairos.Stores;
using Microsoft.Extensions.Hosting;

namespace Kairos.Seats;

/// <summary>Makes the solution's tables and reads its catalogue before the first claim, and learns the venue's clock while the host runs.</summary>
internal sealed class SeatsStart(ISideTables tables, SeatCatalogue catalogue, VenueDesk venue, LastResults results, WarmUp warmUp) : IHostedService, IDisposable
{
    private static readonly TimeSpan s_offsetAge = TimeSpan.FromMinutes(5);
    private readonly CancellationTokenSource _stopping = new();
    private Task _learning = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal async Task OpenAsync(CancellationToken ct)
    {
        await tables.MigrateAsync(SeatMigrations.Solution, SeatMigrations.All, ct);
        await catalogue.LoadAsync(ct);
        results.Listen();
        await warmUp.RunAsync(ct);
        _learning = LearnAsync(_stopping.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        try
        {
            await _learning;
        }
        catch (OperationCanceledException)
        {
            // The host stops: what was learned of the clock goes with the process.
        }
    }

    public void Dispose() => _stopping.Dispose();

    // First coarsely, by one request, so that plans are right to a second or two; then as finely as it goes.
    private async Task LearnAsync(CancellationToken ct)
    {
        if (await venue.Clock.EnsureCoarseAsync(ct))
        {
            await venue.Clock.EnsureFineAsync(venue.Options.OffsetWanted, s_offsetAge, ct);
        }
    }
}
