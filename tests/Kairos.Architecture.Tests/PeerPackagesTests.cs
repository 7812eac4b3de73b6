using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kairos.Architecture.Tests;

/// <summary>What npm installs for <c>bench/peers</c> is pinned, and says nothing of where it was once downloaded.</summary>
public sealed class PeerPackagesTests
{
    private static readonly string s_sources = Path.Combine(Repository.Root, "bench", "Kairos.Bench", "Peers", "node");

    public static TheoryData<string> Folders => [".", "runtime"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Each_package_is_named_in_one_version_which_the_lock_file_has(string folder)
    {
        JsonObject named = Read(folder, "package.json")["dependencies"]!.AsObject();
        JsonNode locked = Read(folder, "package-lock.json")["packages"]!;
        named.ShouldNotBeEmpty();
        foreach ((string package, JsonNode? version) in named)
        {
            version!.GetValue<string>().ShouldMatch("^[0-9]+[.][0-9]+[.][0-9]+$");
            locked[""]!["dependencies"]![package]!.GetValue<string>().ShouldBe(version.GetValue<string>());
            locked[$"node_modules/{package}"]!["version"]!.GetValue<string>().ShouldBe(version.GetValue<string>());
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Each_locked_package_has_its_hash_and_no_address(string folder)
    {
        (string Path, JsonNode Package)[] packages = [.. Read(folder, "package-lock.json")["packages"]!.AsObject().Where(package => package.Key.Length > 0).Select(package => (package.Key, package.Value!))];
        packages.Where(package => package.Package["integrity"] is null).Select(package => package.Path).ShouldBeEmpty();
        packages.Where(package => package.Package["resolved"] is not null).Select(package => package.Path).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Npm_writes_no_address_into_the_lock_file_and_is_told_of_no_registry(string folder) =>
        File.ReadAllLines(Path.Combine(s_sources, folder, ".npmrc")).ShouldBe(["omit-lockfile-registry-resolved=true"]);

    [Fact]
    public void The_versions_are_those_that_the_benchmarks_name()
    {
        string documentation = File.ReadAllText(Path.Combine(Repository.Root, "docs", "BENCHMARKS.md"));
        JsonNode named = Read(".", "package.json")["dependencies"]!;
        foreach (string package in (string[])["graphile-worker", "pg-boss"])
        {
            documentation.ShouldContain($"{package} {named[package]!.GetValue<string>()}");
        }
    }

    private static JsonNode Read(string folder, string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(s_sources, folder, file)), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!;
}
