using System.CommandLine;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos migrate</c>: the group.</summary>
internal static class MigrateVerb
{
    public static Command Build(Shell shell) => new Verb(
        "migrate",
        "Shows how far the engine's tables in a PostgreSQL database are, and brings them up to date. A SQLite file is brought up to date by the server that opens it.",
        "kairos migrate status --connection 'Host=127.0.0.1;Database=kairos;Username=kairos'",
        "kairos migrate up --connection 'Host=127.0.0.1;Database=kairos;Username=kairos'").With(
        MigrateStatusVerb.Build(shell),
        MigrateUpVerb.Build(shell));
}
