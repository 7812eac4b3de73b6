using Kairos.Seats.Catalogue;
using Kairos.Seats.Grabs;
using Kairos.Seats.Migrations;
using Kairos.Seats.Results;
using Kairos.Seats.Venues;
using Kairos.Secrets;
using Kairos.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kairos.Seats;

/// <summary>Makes the solution's tables and reads its catalogue before the first claim; learns the venue's clock, and what other nodes do to the catalogue, while the host runs.</summary>
internal sealed class SeatsStart(ISideTables tables, SeatCatalogue catalogue, VenueDesk venue, LastResults results, WarmUp warmUp) : IHostedService, IDisposable
{
    // A change of a school by another node is seen this much later at most; a school that is unknown here is looked up at once.
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_offsetAge = TimeSpan.FromMinutes(5);
    private readonly CancellationTokenSource _stopping = new();
    private Task _learning = Task.CompletedTask;
    private Task _following = Task.CompletedTask;

    /// <summary>Other nodes share the store.</summary>
    internal required bool IsShared { get; init; }

    /// <summary>Seals users' sessions, which any node may have to open.</summary>
    internal required Vault Vault { get; init; }

    internal required ILogger<SeatsStart> Logger { get; init; }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal async Task OpenAsync(CancellationToken ct)
    {
        await tables.MigrateAsync(SeatMigrations.Solution, SeatMigrations.All, ct);
        if (IsShared)
        {
            await Vault.AgreeAsync(tables, ct);
        }

        await catalogue.LoadAsync(ct);
        results.Listen();
        await warmUp.RunAsync(ct);
        _learning = LearnAsync(_stopping.Token);
        if (IsShared)
        {
            _following = FollowAsync(_stopping.Token);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        try
        {
            await Task.WhenAll(_learning, _following);
        }
        catch (OperationCanceledException)
        {
            // The host stops: what was learned of the clock goes with the process.
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task FollowAsync(CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(s_look, venue.Time, ct);
            try
            {
                await catalogue.LoadAsync(ct);
            }
            catch (Exception e) when (e is StoreUnavailableException)
            {
                Log.CatalogueNotRead(Logger, e.Message);
            }
            catch (ObjectDisposedException)
            {
                // The host stops, and the engine has gone before us with its store.
                return;
            }
        }
    }

    // First coarsely, by one request, so that plans are right to a second or two; then as finely as it goes.
    private async Task LearnAsync(CancellationToken ct)
    {
        if (await venue.Clock.EnsureCoarseAsync(ct))
        {
            await venue.Clock.EnsureFineAsync(venue.Options.OffsetWanted, s_offsetAge, ct);
        }
    }
}
