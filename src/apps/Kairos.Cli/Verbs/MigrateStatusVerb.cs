using System.CommandLine;
using Kairos.Cli.Hosting;
using Kairos.Cli.Output;
using Kairos.PostgreSql;
using Kairos.PostgreSql.Schema;
using Kairos.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos migrate status</c>.</summary>
internal static class MigrateStatusVerb
{
    public static Command Build(Shell shell)
    {
        PostgreSqlChoice choice = new();
        return new Verb(
            "status",
            "Lists the engine's migrations and when they ran; writes nothing. Exit code 0 means that none is missing, 1 that some are.",
            "kairos migrate status --connection 'Host=127.0.0.1;Database=kairos;Username=kairos'",
            "kairos migrate status --schema jobs --json")
            .With(choice.Connection, choice.Schema)
            .Does(async (parse, stop) =>
            {
                PostgreSqlStoreOptions options = choice.Read(parse, shell.Console);
                IReadOnlyList<MigrationView> all = await AskAsync(
                    shell.Console, options, PostgreSqlMigrations.StatusAsync(options, shell.Console.Time, NullLogger.Instance, stop));
                int missing = all.Count(migration => migration.Applied is null);
                if (shell.WantsJson(parse))
                {
                    shell.Console.Out.WriteLine(Json(options.Schema, missing, all));
                }
                else
                {
                    Show(shell.Console, options.Schema, missing, all);
                }

                return missing == 0 ? ExitCode.Ok : ExitCode.Failed;
            });
    }

    /// <summary>Awaits what asks the database; what it says of a failure is for the user.</summary>
    internal static async Task<T> AskAsync<T>(CliConsole console, PostgreSqlStoreOptions options, Task<T> asking)
    {
        try
        {
            return await Progress.WhileAsync(console, $"waiting for schema {options.Schema}", asking);
        }
        catch (StoreUnavailableException e)
        {
            throw new CliFailure(e.Message);
        }
        catch (ArgumentException e)
        {
            throw Hosted.BadOptions(e);
        }
    }

    private static string Json(string schema, int missing, IReadOnlyList<MigrationView> all) => JsonLine.Text(json =>
    {
        json.WriteStartObject();
        json.WriteString("schema", schema);
        json.WriteNumber("missing", missing);
        json.WriteStartArray("migrations");
        foreach (MigrationView migration in all)
        {
            json.WriteStartObject();
            json.WriteString("name", migration.Name);
            json.WriteString("applied", migration.Applied?.ToString());
            json.WriteBoolean("breaking", migration.Breaking);
            json.WriteBoolean("known", migration.Known);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Show(CliConsole console, string schema, int missing, IReadOnlyList<MigrationView> all)
    {
        TextTable table = new("MIGRATION", "RAN AT", "");
        foreach (MigrationView migration in all)
        {
            table.Add(migration.Name, migration.Applied is { } at ? Shown.Instant(at.ToDateTimeOffset()) : "missing", Remark(migration));
        }

        table.Write(console, "No migrations.");
        console.Out.WriteLine(missing == 0
            ? $"schema {schema} is up to date"
            : $"schema {schema}: {Shown.Number(missing)} missing; run `kairos migrate up`, or start a server");
    }

    private static string Remark(MigrationView migration) => migration switch
    {
        { Known: false, Breaking: true } => "of a newer program: this one refuses these tables",
        { Known: false } => "of a newer program",
        { Applied: null, Breaking: true } => "breaking: programs from before it can't work on these tables then",
        _ => "",
    };
}
