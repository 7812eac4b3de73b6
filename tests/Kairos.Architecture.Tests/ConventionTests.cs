using System.Reflection;
using System.Runtime.CompilerServices;
using Kairos.Jobs;

namespace Kairos.Architecture.Tests;

public sealed class ConventionTests
{
    private const int MostArguments = 6;

    private static readonly Assembly[] s_libraries =
    [
        typeof(JobClient).Assembly,
        typeof(Sqlite.SqliteStore).Assembly,
        typeof(PostgreSql.PostgreSqlStore).Assembly,
        typeof(Testing.ManualTime).Assembly,
        typeof(Seats.Desk.SeatDesk).Assembly,
        typeof(StateSchedules.Mapping.StateMapping).Assembly,
        typeof(Lab.Databases.PrivatePostgres).Assembly,
    ];

    [Fact]
    public void Public_classes_are_sealed_unless_they_are_closed_families() => PublicTypes()
        .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false })
        .ShouldBeEmpty();

    [Fact]
    public void Abstract_public_records_can_be_derived_from_nowhere_else() => PublicTypes()
        .Where(type => type is { IsClass: true, IsAbstract: true, IsSealed: false })
        .Where(type => type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Any(c => c.IsPublic || (c.IsFamily && c.GetParameters().Length == 0)))
        .Where(type => type.Name != "EngineEvent")
        .ShouldBeEmpty();

    [Fact]
    public void Constructors_take_at_most_six_arguments_but_for_records_of_values() => s_libraries
        .SelectMany(library => library.GetTypes())
        .Where(type => !IsMade(type) && !IsRecord(type))
        .SelectMany(type => type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(constructor => constructor.GetParameters().Length > MostArguments)
        .Select(constructor => constructor.DeclaringType!.FullName)
        .ShouldBeEmpty();

    [Fact]
    public void Public_records_are_immutable() => PublicTypes()
        .Where(IsRecord)
        .SelectMany(type => type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Where(property => property.SetMethod is { IsPublic: true } set
            && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
        .Select(property => $"{property.DeclaringType!.Name}.{property.Name}")
        .ShouldBeEmpty();

    private static IEnumerable<Type> PublicTypes() => s_libraries.SelectMany(library => library.GetExportedTypes());

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null);

    private static bool IsMade(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || type.Name.StartsWith('<');
}
