using System.Runtime.Versioning;
using Kairos.Secrets;
using Kairos.Sqlite;
using Kairos.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Tests.Secrets;

[UnsupportedOSPlatform("windows")]
public sealed class KeyRegisterTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly SqliteStore _tables = new(new SqliteStoreOptions { Temporary = true }, NullLogger<SqliteStore>.Instance, TimeProvider.System);

    public async ValueTask InitializeAsync() => await _tables.OpenAsync(new Instant(0), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _tables.DisposeAsync();
        _folder.Dispose();
    }

    // A node with a key file of these keys, each a number and what its bytes are filled with.
    private async Task StartAsync(string node, params (int Number, byte Fill)[] keys)
    {
        string path = _folder[node];
        File.WriteAllLines(path, keys.Select(k => $"{k.Number} {Convert.ToBase64String([.. Enumerable.Repeat(k.Fill, 32)])}"));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await new Vault(KeyRing.Open(path)).AgreeAsync(_tables, CancellationToken.None);
    }

    [Fact]
    public async Task Nodes_with_one_key_file_start()
    {
        foreach (string node in (string[])["left", "right", "left"])
        {
            await StartAsync(node, (1, 7), (2, 8));
        }
    }

    [Fact]
    public async Task A_node_whose_key_of_a_number_is_another_is_refused_with_the_remedy_and_leaves_nothing_behind()
    {
        await StartAsync("left", (1, 7));
        (await Should.ThrowAsync<InvalidDataException>(() => StartAsync("right", (2, 8), (1, 9)))).Message
            .ShouldSatisfyAllConditions(
                m => m.ShouldContain("Key 1 of"),
                m => m.ShouldContain($"Copy their key file to {_folder["right"]}"));

        await StartAsync("left", (1, 7));
        await StartAsync("other", (1, 7), (2, 5));
    }

    [Fact]
    public async Task A_node_that_lacks_the_key_that_seals_is_refused()
    {
        await StartAsync("left", (2, 8), (1, 7));
        (await Should.ThrowAsync<InvalidDataException>(() => StartAsync("right", (1, 7)))).Message.ShouldContain("seal with key 2, which is not in");
    }

    [Fact]
    public async Task A_key_can_be_changed_node_by_node_and_the_old_one_dropped()
    {
        foreach (string node in (string[])["left", "right"])
        {
            await StartAsync(node, (1, 7));
        }

        foreach ((int, byte)[] keys in ((int, byte)[][])[[(1, 7), (2, 8)], [(2, 8), (1, 7)], [(2, 8)]])
        {
            await StartAsync("left", keys);
            await StartAsync("right", keys);
        }
    }

    [Fact]
    public async Task A_fingerprint_is_not_the_key()
    {
        await StartAsync("left", (1, 7));
        string fingerprint = await _tables.ReadAsync(
            c =>
            {
                using System.Data.Common.DbCommand command = c.CreateCommand();
                command.CommandText = "select fingerprint from vault_key";
                return (string)command.ExecuteScalar()!;
            },
            CancellationToken.None);

        fingerprint.Length.ShouldBe(32);
        fingerprint.ShouldNotContain("0707");
    }
}
