using Kairos.Hosting;
using Kairos.StateSchedules.Desk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kairos.StateSchedules.Tests.Fakes;

/// <summary>Engine and desk of a server in real time, without the server around them.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private RealServer(ServiceProvider services) => _services = services;

    internal StateDesk Desk => Get<StateDesk>();

    internal static async Task<RealServer> StartAsync(Action<KairosBuilder> configure)
    {
        RealServer server = new(new ServiceCollection().AddLogging().AddKairos(configure).BuildServiceProvider());
        foreach (IHostedService service in server._services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        return server;
    }

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        foreach (IHostedService service in _services.GetServices<IHostedService>().Reverse())
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
