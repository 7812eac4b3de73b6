using System.Runtime.Versioning;
using System.Security.Cryptography;
using Kairos.Secrets;

namespace Kairos.Tests.Secrets;

[UnsupportedOSPlatform("windows")]
public sealed class VaultTests : IDisposable
{
    private const string Row = "seats_session/ann/pku";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Vault Open() => new(KeyRing.Open(_folder["keys"]));

    private void Write(params string[] lines)
    {
        File.WriteAllLines(_folder["keys"], lines);
        File.SetUnixFileMode(_folder["keys"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static string Line(int id, byte fill) => $"{id} {Convert.ToBase64String([.. Enumerable.Repeat(fill, 32)])}";

    [Theory]
    [InlineData("")]
    [InlineData("JSESSIONID=abc; path=/")]
    [InlineData("学号 😀")]
    public void A_secret_comes_back_for_its_row(string secret)
    {
        Vault vault = Open();
        vault.Open(Row, vault.Seal(Row, secret)).ShouldBe(secret);
    }

    [Fact]
    public void Of_processes_that_start_together_one_makes_the_keys_and_all_have_them()
    {
        Vault[] vaults = new Vault[16];
        Parallel.For(0, vaults.Length, i => vaults[i] = Open());

        byte[] one = vaults[0].Seal(Row, "JSESSIONID=abc");
        vaults.ShouldAllBe(vault => vault.Open(Row, one) == "JSESSIONID=abc");
        Directory.GetFiles(Path.GetDirectoryName(_folder["keys"])!).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_secret_sealed_twice_looks_different_and_does_not_show()
    {
        Vault vault = Open();
        byte[] one = vault.Seal(Row, "JSESSIONID=abc");
        byte[] two = vault.Seal(Row, "JSESSIONID=abc");
        one.ShouldNotBe(two);
        System.Text.Encoding.Latin1.GetString(one).ShouldNotContain("JSESSIONID");
    }

    [Fact]
    public void A_sealed_value_moved_to_another_row_does_not_open()
    {
        Vault vault = Open();
        byte[] value = vault.Seal(Row, "secret");
        Should.Throw<CryptographicException>(() => vault.Open("seats_session/bob/pku", value)).Message.ShouldContain("Have the user send the secret again");
    }

    [Fact]
    public void A_sealed_value_altered_in_any_byte_does_not_open()
    {
        Vault vault = Open();
        byte[] value = vault.Seal(Row, "secret");
        for (int i = 0; i < value.Length; i++)
        {
            byte[] altered = [.. value];
            altered[i] ^= 1;
            Should.Throw<CryptographicException>(() => vault.Open(Row, altered));
            Should.Throw<CryptographicException>(() => vault.Open(Row, value.AsSpan(0, i)));
        }
    }

    [Fact]
    public void After_a_rotation_new_values_are_sealed_by_the_new_key_and_old_ones_still_open()
    {
        Write(Line(1, 7));
        byte[] old = Open().Seal(Row, "old");
        Write("# rotated", Line(2, 9), "", Line(1, 7));
        Vault rotated = Open();
        byte[] fresh = rotated.Seal(Row, "fresh");

        rotated.Open(Row, old).ShouldBe("old");
        fresh[..4].ShouldBe([0, 0, 0, 2]);
        Write(Line(2, 9));
        Vault after = Open();
        after.Open(Row, fresh).ShouldBe("fresh");
        Should.Throw<CryptographicException>(() => after.Open(Row, old)).Message.ShouldContain("Key 1 is not in the key file: put its line back");
    }

    [Fact]
    public void A_key_file_is_made_for_its_owner_alone_and_read_again()
    {
        byte[] value = Open().Seal(Row, "secret");
        File.GetUnixFileMode(_folder["keys"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Open().Open(Row, value).ShouldBe("secret");
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_key_file_that_others_may_use_is_refused_with_the_remedy(UnixFileMode also)
    {
        Write(Line(1, 7));
        File.SetUnixFileMode(_folder["keys"], UnixFileMode.UserRead | UnixFileMode.UserWrite | also);
        Should.Throw<InvalidDataException>(Open).Message.ShouldContain($"chmod 600 {_folder["keys"]}");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1 notbase64")]
    [InlineData("1 AAAA")]
    [InlineData("x AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("0 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("-1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= more")]
    [InlineData("1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void A_damaged_key_file_is_refused_with_the_remedy(string content)
    {
        Write(content);
        Should.Throw<InvalidDataException>(Open).Message.ShouldContain("Restore it from a copy");
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing here")]
    public void A_key_file_without_a_key_is_refused_with_the_remedy(string content)
    {
        Write(content);
        Should.Throw<InvalidDataException>(Open).Message.ShouldContain("Remove it to have a new one made");
    }
}
