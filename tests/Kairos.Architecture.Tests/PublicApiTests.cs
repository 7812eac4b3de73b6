using System.Reflection;
using Kairos.Jobs;

namespace Kairos.Architecture.Tests;

/// <summary>The public surface of each library is listed in a file, so that a change of it shows in a diff.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Libraries => ["Kairos", "Kairos.Sqlite", "Kairos.PostgreSql", "Kairos.Testing", "Kairos.Seats", "Kairos.StateSchedules"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_surface_is_as_listed(string library)
    {
        string file = Path.Combine(Repository.Root, "tests", "Kairos.Architecture.Tests", "PublicApi", library + ".txt");
        string actual = string.Join('\n', Lines(AssemblyOf(library))) + "\n";
        if (Environment.GetEnvironmentVariable("KAIROS_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        string listed = File.ReadAllText(file).ReplaceLineEndings("\n");
        actual.ShouldBe(listed, $"The public surface of {library} changed. If that is meant, run the tests with KAIROS_ACCEPT=1 and commit the diff.");
    }

    private static Assembly AssemblyOf(string library) => library switch
    {
        "Kairos" => typeof(JobClient).Assembly,
        "Kairos.Sqlite" => typeof(Sqlite.SqliteStore).Assembly,
        "Kairos.PostgreSql" => typeof(PostgreSql.PostgreSqlStore).Assembly,
        "Kairos.Testing" => typeof(Testing.ManualTime).Assembly,
        "Kairos.StateSchedules" => typeof(StateSchedules.Mapping.StateMapping).Assembly,
        _ => typeof(Seats.Desk.SeatDesk).Assembly,
    };

    private static IEnumerable<string> Lines(Assembly assembly) => assembly
        .GetExportedTypes()
        .OrderBy(type => type.FullName, StringComparer.Ordinal)
        .SelectMany(type => Members(type).Order(StringComparer.Ordinal).Prepend($"{Kind(type)} {type.FullName}"));

    private static IEnumerable<string> Members(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(member => member is ConstructorInfo || !(member is MethodBase { IsSpecialName: true }))
        .Where(member => member is not Type && !member.Name.Contains('<', StringComparison.Ordinal))
        .Where(member => member.Name is not ("Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "value__"))
        .Select(member => $"  {member.MemberType.ToString().ToLowerInvariant()} {member}");

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };
}
