using System.Diagnostics;
using System.Globalization;
using Kairos.Lab.Databases;

namespace Kairos.Lab.Tests.Databases;

public sealed class KilledOwnerTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Server_and_folder_go_with_an_owner_that_is_killed()
    {
        using Process owner = Process.Start(new ProcessStartInfo("dotnet", [Workers.Path]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        string[] ready = (await owner.StandardOutput.ReadLineAsync().WaitAsync(s_patience, TimeProvider.System))!.Split(' ');
        (string port, int postmaster, string folder) = (ready[1], int.Parse(ready[2], CultureInfo.InvariantCulture), ready[3]);
        Directory.Exists(folder).ShouldBeTrue();
        (await Sql.ScalarAsync<int>($"Host=127.0.0.1;Port={port};Username=kairos;Database=postgres", "select 7")).ShouldBe(7);

        using Process server = Process.GetProcessById(postmaster);
        owner.Kill();
        await owner.WaitForExitAsync();

        await server.WaitForExitAsync().WaitAsync(s_patience, TimeProvider.System);
        await GoneAsync(folder);
    }

    [Fact]
    public async Task A_server_that_was_frozen_ends_with_its_owner_too()
    {
        PrivatePostgres server = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), CancellationToken.None);
        using Process postmaster = Process.GetProcessById(server.PostmasterId);
        using (Process freeze = Process.Start("kill", ["-STOP", server.PostmasterId.ToString(CultureInfo.InvariantCulture)]))
        {
            await freeze.WaitForExitAsync();
        }

        await server.DisposeAsync();

        await postmaster.WaitForExitAsync().WaitAsync(s_patience, TimeProvider.System);
        Directory.Exists(server.Folder).ShouldBeFalse();
    }

    private static async Task GoneAsync(string folder)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (Directory.Exists(folder))
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(s_patience, $"{folder} is still there");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
